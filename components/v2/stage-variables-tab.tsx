"use client";
import { useShortcut } from "@/components/shell/use-shortcut";
import { MapTable } from "@/components/ui/map-table";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import { DraftBar } from "./draft-bar";
import { useStageEdits } from "./use-stage-edits";

type Props = { apiId: string; stage: V2StageDetail; disabled: boolean };

/** The variables of a stage, which addresses and mappings read. */
export function V2StageVariablesTab({ apiId, stage, disabled }: Props) {
  const { settings, edit, save, bar } = useStageEdits({ apiId, stage, part: "variables" });
  useShortcut("save", save, !disabled);
  return (
    <section aria-label="Stage variables" className="flex max-w-[680px] flex-col rounded-md border border-line bg-raised">
      <div className="flex flex-col gap-3 p-4">
        <p className="text-muted text-sm">
          Variables act at once: addresses read <code>{"${stageVariables.name}"}</code>.
        </p>
        <MapTable
          label="Variables"
          keyLabel="Name"
          valueLabel="Value"
          keyPlaceholder="backendUrl"
          valuePlaceholder="example.com"
          addLabel="Add variable"
          disabled={disabled}
          values={settings.stageVariables}
          onChange={(stageVariables) => edit((old) => ({ ...old, stageVariables }))}
        />
      </div>
      <DraftBar {...bar} />
    </section>
  );
}

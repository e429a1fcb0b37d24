"use client";
import { useShortcut } from "@/components/shell/use-shortcut";
import { RevealVariable } from "@/components/stages/reveal-variable";
import { SecretToggle } from "@/components/stages/secret-toggle";
import { MapTable } from "@/components/ui/map-table";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import { secretLengthMin, secretMask } from "@/lib/definition/secret-variables";
import type { V2StageSettings } from "@/lib/definition/v2-api";
import { DraftBar } from "./draft-bar";
import { useStageEdits } from "./use-stage-edits";

type Props = { apiId: string; stage: V2StageDetail; disabled: boolean };

/** The variables of a stage, which addresses and mappings read. */
export function V2StageVariablesTab({ apiId, stage, disabled }: Props) {
  const { settings, edit, save, bar } = useStageEdits({ apiId, stage, part: "variables" });
  useShortcut("save", save, !disabled);
  const { secretVariables = {} } = settings;
  const names = Object.keys(settings.stageVariables).sort();
  const isStored = (name: string) =>
    Object.hasOwn(stage.settings.secretVariables ?? {}, name) && settings.stageVariables[name] === secretMask;
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
          secrets={{ keys: Object.keys(secretVariables), mask: secretMask }}
          onChange={(stageVariables) =>
            edit((old) => ({ ...old, stageVariables, secretVariables: stillThere(old.secretVariables, stageVariables) }))
          }
        />
        {names.length === 0 ? null : (
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 font-medium">Secret</legend>
            <p className="text-muted text-sm">
              The value of a secret one is sealed, and hidden here, in traces, in logs and from the AWS API. It has at least{" "}
              {secretLengthMin} characters.
            </p>
            <ul className="flex flex-col gap-0.5">
              {names.map((name) => (
                <li key={name} className="flex min-w-0 flex-wrap items-center gap-1">
                  <SecretToggle
                    name={name}
                    isSecret={Object.hasOwn(secretVariables, name)}
                    disabled={disabled}
                    onChange={(isSecret) => edit((old) => (isSecret ? madeSecret(old, name) : madePlain(old, name)))}
                  />
                  <code>{name}</code>
                  {isStored(name) ? <RevealVariable apiId={apiId} stageName={stage.stageName} name={name} /> : null}
                </li>
              ))}
            </ul>
          </fieldset>
        )}
      </div>
      <DraftBar {...bar} />
    </section>
  );
}

type Texts = Readonly<Record<string, string>>;

function stillThere(secret: Texts | undefined, variables: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(secret ?? {}).filter(([name]) => Object.hasOwn(variables, name)));
}

function madeSecret(settings: V2StageSettings, name: string): V2StageSettings {
  return { ...settings, secretVariables: { ...settings.secretVariables, [name]: secretMask } };
}

/** A value that is stored stays hidden: whoever makes the variable plain gives it another one. */
function madePlain(settings: V2StageSettings, name: string): V2StageSettings {
  const { [name]: _, ...secretVariables } = settings.secretVariables ?? {};
  const value = settings.stageVariables[name];
  return {
    ...settings,
    secretVariables,
    stageVariables: { ...settings.stageVariables, [name]: value === undefined || value === secretMask ? "" : value },
  };
}

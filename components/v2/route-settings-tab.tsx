"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { V2ApiDetail, V2StageDetail } from "@/lib/client/v2-operations";
import { sortRoutes } from "@/lib/definition/route-key";
import { DraftBar } from "./draft-bar";
import { RouteLabel } from "./route-label";
import { ThrottleFields } from "./throttle-fields";
import { useStageEdits } from "./use-stage-edits";

type Props = { api: V2ApiDetail; apiId: string; stage: V2StageDetail; disabled: boolean };

/** Routes with limits of their own on a stage; the others have those of the stage. */
export function RouteSettingsTab({ api, apiId, stage, disabled }: Props) {
  const { settings, edit, save, bar } = useStageEdits({ apiId, stage, part: "routes" });
  useShortcut("save", save, !disabled);
  const [chosen, setChosen] = useState("");
  const own = settings.routeSettings;
  const free = sortRoutes(api.definition.routes).filter(({ routeKey }) => !(routeKey in own));
  const next = free.find(({ routeKey }) => routeKey === chosen)?.routeKey ?? free[0]?.routeKey;
  return (
    <section aria-label="Settings of routes" className="flex max-w-[680px] flex-col rounded-md border border-line bg-raised">
      <div className="flex flex-col gap-4 p-4">
        {Object.keys(own).length === 0 ? <p className="text-muted">Every route has the limits of the stage.</p> : null}
        {Object.entries(own).map(([routeKey, each]) => (
          <fieldset key={routeKey} disabled={disabled} className="flex flex-col gap-3 border-line border-b pb-4 last:border-b-0">
            <legend className="sr-only">{routeKey}</legend>
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1">
                <RouteLabel routeKey={routeKey} />
              </span>
              {disabled ? null : (
                <Button
                  look="ghost"
                  size="icon"
                  aria-label={`Remove the settings of ${routeKey}`}
                  onClick={() =>
                    edit((old) => ({
                      ...old,
                      routeSettings: Object.fromEntries(Object.entries(old.routeSettings).filter(([key]) => key !== routeKey)),
                    }))
                  }
                >
                  <Trash2 />
                </Button>
              )}
            </div>
            <ThrottleFields
              settings={each}
              onChange={(changed) => edit((old) => ({ ...old, routeSettings: { ...old.routeSettings, [routeKey]: changed } }))}
            />
            <SwitchField
              label="Metrics of its own"
              disabled={disabled}
              checked={each.detailedMetricsEnabled ?? false}
              onChange={(detailedMetricsEnabled) =>
                edit((old) => ({ ...old, routeSettings: { ...old.routeSettings, [routeKey]: { ...each, detailedMetricsEnabled } } }))
              }
            />
          </fieldset>
        ))}
        {disabled || next === undefined ? null : (
          <div className="flex gap-2">
            <NativeSelect
              aria-label="Route to give settings"
              className="max-w-80"
              value={next}
              onChange={(event) => setChosen(event.target.value)}
            >
              {free.map(({ routeId, routeKey }) => (
                <option key={routeId}>{routeKey}</option>
              ))}
            </NativeSelect>
            <Button
              onClick={() =>
                edit((old) => ({ ...old, routeSettings: { ...old.routeSettings, [next]: { detailedMetricsEnabled: false } } }))
              }
            >
              <Plus aria-hidden /> Give it settings
            </Button>
          </div>
        )}
      </div>
      <DraftBar {...bar} />
    </section>
  );
}

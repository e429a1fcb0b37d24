"use client";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { accessLogPresets } from "@/components/stages/access-log-presets";
import { TagsPart } from "@/components/tags/tags-form";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import { withText } from "@/components/workbench/boxes/form-props";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import type { V2StageSettings } from "@/lib/definition/v2-api";
import { DraftBar } from "./draft-bar";
import { ThrottleFields } from "./throttle-fields";
import { useStageEdits } from "./use-stage-edits";

type Props = { apiId: string; stage: V2StageDetail; disabled: boolean };

/** What a stage does besides serving: deployments, throttling, access log. */
export function V2StageSettingsTab({ apiId, stage, disabled }: Props) {
  const { settings, edit, save, bar } = useStageEdits({ apiId, stage, part: "settings" });
  useShortcut("save", save, !disabled);
  const reset = useWrite("resetAuthorizersCache", {
    onSuccess: () => void toast.success("Authorizers are asked anew."),
    onError: (error) => void toast.error("Could not flush the authorizer cache.", { description: error.message }),
  });
  return (
    <div className="flex flex-col gap-4">
      <section aria-label="Settings" className="flex max-w-[680px] flex-col rounded-md border border-line bg-raised">
        <div className="flex flex-col gap-4 p-4">
          <Field label="Description" optional>
            {(ids) => (
              <Input
                {...ids}
                maxLength={1_024}
                disabled={disabled}
                value={settings.description ?? ""}
                onChange={(event) => edit((old) => withText(old, "description", event.target.value))}
              />
            )}
          </Field>
          <SwitchField
            label="Deploy by itself"
            disabled={disabled}
            checked={settings.autoDeploy}
            onChange={(autoDeploy) => edit((old) => ({ ...old, autoDeploy }))}
            help={settings.autoDeploy ? "Every change of the draft is served at once." : "Changes of the draft wait for a deployment."}
          />
          <fieldset className="flex flex-col gap-2" disabled={disabled}>
            <legend className="mb-1 font-medium">Throttling of every route</legend>
            <ThrottleFields
              settings={settings.defaultRouteSettings}
              onChange={(defaultRouteSettings) => edit((old) => ({ ...old, defaultRouteSettings }))}
            />
          </fieldset>
          <SwitchField
            label="Metrics by route"
            disabled={disabled}
            checked={settings.defaultRouteSettings.detailedMetricsEnabled ?? false}
            onChange={(detailedMetricsEnabled) =>
              edit((old) => ({ ...old, defaultRouteSettings: { ...old.defaultRouteSettings, detailedMetricsEnabled } }))
            }
            help={
              settings.defaultRouteSettings.detailedMetricsEnabled
                ? "Each route has charts of its own."
                : "Charts are of the stage as a whole."
            }
          />
          <AccessLogFields settings={settings} edit={edit} disabled={disabled} />
          {disabled ? null : (
            <div className="flex items-center gap-3 border-line border-t pt-4">
              <p className="flex-1 text-muted text-sm">What authorizers said about callers is kept as long as they say.</p>
              <Button busy={reset.isPending} onClick={() => reset.mutate({ apiId, stageName: stage.stageName })}>
                Flush the authorizer cache
              </Button>
            </div>
          )}
        </div>
        <DraftBar {...bar} />
      </section>
      <TagsPart thing={{ kind: "stage", apiId, stageName: stage.stageName }} what={`stage ${stage.stageName}`} />
    </div>
  );
}

type LogProps = { settings: V2StageSettings; edit: (change: (old: V2StageSettings) => V2StageSettings) => void; disabled: boolean };

function AccessLogFields({ settings, edit, disabled }: LogProps) {
  const { destinationArn = "", format = "" } = settings.accessLogSettings ?? {};
  const set = (part: { destinationArn?: string; format?: string }) =>
    edit(({ accessLogSettings: old, ...rest }) => {
      const members = Object.entries({ ...old, ...part }).filter(([, text]) => text !== "");
      return members.length === 0 ? rest : { ...rest, accessLogSettings: Object.fromEntries(members) };
    });
  return (
    <fieldset className="flex flex-col gap-3" disabled={disabled}>
      <legend className="mb-1 font-medium">Access log</legend>
      <Field label="Destination" optional help="ARN of a log group, as tools expect it.">
        {(ids) => (
          <Input
            {...ids}
            mono
            autoComplete="off"
            placeholder="arn:aws:logs:us-east-1:000000000000:log-group:access"
            value={destinationArn}
            onChange={(event) => set({ destinationArn: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label="Format" optional help={format === "" ? "No access log is written." : "One line for each request."}>
        {(ids) => (
          <Textarea {...ids} mono value={format} onChange={(event) => set({ format: event.target.value.replace(/[\r\n]+/g, "") })} />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        {accessLogPresets.map(({ id, label, format: preset }) => (
          <Button key={id} size="sm" onClick={() => set({ format: preset.replaceAll("$context.resourcePath", "$context.routeKey") })}>
            {label}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

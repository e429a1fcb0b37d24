"use client";
import { ArrowUpFromLine, X } from "lucide-react";
import { useState } from "react";
import { tellAsked } from "@/components/approvals/tell-asked";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { absoluteTime } from "@/lib/client/format";
import type { DeploymentSummary, StageDetail } from "@/lib/client/operations";
import { secretMask } from "@/lib/definition/secret-variables";
import type { CanarySettings } from "@/lib/definition/stage";
import { CanaryNumbers, canaryRefreshMs } from "./canary-numbers";
import { CanaryRules } from "./canary-rules";
import { Panel } from "./panel";
import { SaveError } from "./save-error";
import { StoppedCanary } from "./stopped-canary";
import { useStageWrite } from "./use-stage-write";

type Props = { stage: StageDetail; disabled: boolean; isProtected: boolean };

/** A second deployment that gets a share of the stage's calls, until it is promoted or cancelled. */
export function StageCanaryTab({ stage, disabled, isProtected }: Props) {
  const { apiId, stageName } = stage;
  const deployments = useOperation("listDeployments", { apiId });
  // A rule may end the canary while somebody looks at it.
  const isRunning = stage.settings.canarySettings !== undefined;
  useOperation("getStage", { apiId, stageName }, isRunning ? { everyMs: canaryRefreshMs } : {});
  return (
    <QueryState query={deployments} what="the deployments">
      {(list) => (
        <CanaryForm
          key={JSON.stringify([stage.deploymentId, stage.settings.canarySettings])}
          stage={stage}
          deployments={list}
          disabled={disabled}
          isProtected={isProtected}
        />
      )}
    </QueryState>
  );
}

function CanaryForm({ stage, deployments, disabled: mayNot, isProtected }: Props & { deployments: readonly DeploymentSummary[] }) {
  const { stageName, settings } = stage;
  const { saveForm, promote, error, busy } = useStageWrite(stage);
  const canary = settings.canarySettings;
  // Nobody approved yet what a new canary would serve.
  const asks = isProtected && canary === undefined;
  const disabled = mayNot;
  const ask = useWrite("askForCanary");
  const newest = deployments.find(({ id }) => id !== stage.deploymentId) ?? deployments[0];
  const saved: CanarySettings = canary ?? { deploymentId: newest?.id ?? stage.deploymentId, percentTraffic: 10, useStageCache: false };
  const [form, setForm] = useState(saved);
  const isDirty = canary === undefined || JSON.stringify(form) !== JSON.stringify(saved);
  const overrides = form.stageVariableOverrides ?? {};
  const secretNames = Object.keys({ ...settings.secretVariables, ...canary?.secretOverrides });

  function submit() {
    // When its rules began to count is not the form's to say.
    const { stageVariableOverrides: _old, secretOverrides: _secret, rules = [], sinceMinute: _since, ...rest } = form;
    if (asks) {
      const { deploymentId, ...shape } = rest;
      const asked = { ...shape, stageVariableOverrides: overrides, ...(rules.length === 0 ? {} : { rules }) };
      ask.mutate(
        { apiId: stage.apiId, stageName, deploymentId, canary: asked },
        { onSuccess: () => tellAsked({ stageName, deploymentId, share: form.percentTraffic }) },
      );
      return;
    }
    const kept = Object.fromEntries(Object.keys(canary?.stageVariableOverrides ?? {}).map((name) => [name, null]));
    saveForm(
      { canarySettings: { ...rest, stageVariableOverrides: { ...kept, ...overrides }, rules: rules.length === 0 ? null : rules } },
      canary ? `Changed the canary of ${stageName}; it acts now` : `${form.percentTraffic}% of the calls of ${stageName} go to the canary`,
    );
  }

  return (
    <div className="flex flex-col gap-4">
      {canary ? (
        <Panel title="Running" text="The stage answers the rest of the calls as before.">
          <CanaryNumbers stage={stage} canary={canary} />
          {disabled ? null : (
            <div className="flex gap-2">
              <Button look="primary" busy={busy} onClick={promote}>
                <ArrowUpFromLine aria-hidden /> Promote to 100%
              </Button>
              <Button look="danger" busy={busy} onClick={() => saveForm({ canarySettings: null }, `Cancelled the canary of ${stageName}`)}>
                <X aria-hidden /> Cancel the canary
              </Button>
            </div>
          )}
        </Panel>
      ) : (
        <StoppedCanary stage={stage} />
      )}
      {asks ? (
        <Alert tone="info" title={`${stageName} is protected.`}>
          A canary starts when another member approves it, with exactly the deployment and the share that are asked for.
        </Alert>
      ) : null}
      <Panel
        title={canary ? "Settings of the canary" : "New canary"}
        text="A share of the calls is answered by another deployment, with variables of its own where it needs them."
      >
        <form
          aria-label="Canary"
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Deployment">
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled}
                value={form.deploymentId}
                onChange={(event) => setForm({ ...form, deploymentId: event.target.value })}
              >
                {deployments.map(({ id, description, createdDate }) => (
                  <option key={id} value={id}>
                    {`${id}${id === stage.deploymentId ? " (the stage's own)" : ""}, ${description ?? absoluteTime(createdDate)}`}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <ShareField value={form.percentTraffic} disabled={disabled} onChange={(percentTraffic) => setForm({ ...form, percentTraffic })} />
          <MapTable
            label="Variables that differ"
            keyLabel="Variable"
            valueLabel="Value"
            keySuggestions={Object.keys(settings.variables ?? {})}
            addLabel="Add a variable of the canary"
            disabled={disabled}
            values={overrides}
            secrets={{ keys: secretNames, mask: secretMask }}
            onChange={(stageVariableOverrides) => setForm({ ...form, stageVariableOverrides })}
          />
          <SwitchField
            label="Use the stage's cache"
            disabled={disabled}
            checked={form.useStageCache}
            onChange={(useStageCache) => setForm({ ...form, useStageCache })}
            help={form.useStageCache ? "Base and canary share kept answers." : "The canary keeps answers of its own."}
          />
          <CanaryRules rules={form.rules ?? []} disabled={disabled} onChange={(rules) => setForm({ ...form, rules })} />
          <SaveError error={error ?? ask.error} stageName={stageName} />
          {disabled ? null : (
            <Button
              type="submit"
              look={canary ? "secondary" : "primary"}
              className="self-start"
              busy={busy || ask.isPending}
              disabled={!isDirty}
            >
              {canary
                ? "Save the canary"
                : asks
                  ? `Ask to send ${form.percentTraffic}% to the canary`
                  : `Send ${form.percentTraffic}% to the canary`}
            </Button>
          )}
        </form>
      </Panel>
    </div>
  );
}

function ShareField({ value, disabled, onChange }: { value: number; disabled: boolean; onChange: (share: number) => void }) {
  const set = (share: number) => {
    if (!Number.isNaN(share)) onChange(Math.min(100, Math.max(0, share)));
  };
  return (
    <Field label="Share of calls, %">
      {(ids) => (
        <div className="flex items-center gap-3">
          <input
            type="range"
            aria-label="Share of calls, slider"
            min={0}
            max={100}
            disabled={disabled}
            value={value}
            className="h-6 flex-1 accent-(--accent)"
            onChange={(event) => set(event.target.valueAsNumber)}
          />
          <Input
            {...ids}
            type="number"
            min={0}
            max={100}
            step="any"
            className="w-24"
            disabled={disabled}
            value={value}
            onChange={(event) => set(event.target.valueAsNumber)}
          />
        </div>
      )}
    </Field>
  );
}

"use client";
import { Eraser } from "lucide-react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import type { StageDetail } from "@/lib/client/operations";
import { allMethodsKey, defaultMethodSetting } from "@/lib/definition/method-setting";
import type { MethodSetting } from "@/lib/definition/stage";
import { CacheHits } from "./cache-hits";
import { ForgetAnswer } from "./forget-answer";
import { methodRows } from "./method-rows";
import { NumberField } from "./method-setting-fields";
import { Panel } from "./panel";
import { SaveError } from "./save-error";
import { useStageWrite } from "./use-stage-write";

const sizes = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];
const strategies = [
  { id: "SUCCEED_WITH_RESPONSE_HEADER", label: "Answer from the cache, with a Warning header" },
  { id: "SUCCEED_WITHOUT_RESPONSE_HEADER", label: "Answer from the cache" },
  { id: "FAIL_WITH_403", label: "Answer 403" },
];

/** The stage's cache: whether there is one, how long it keeps answers, what tells them apart, and emptying it. */
export function StageCacheTab({ stage, disabled }: { stage: StageDetail; disabled: boolean }) {
  const { apiId, stageName, settings } = stage;
  const { save, error } = useStageWrite(stage);
  const flush = useWrite("flushStageCache", {
    onSuccess: () => void toast.success(`The cache of ${stageName} is empty.`),
    onError: (failure) => void toast.error(`Could not empty the cache of ${stageName}.`, { description: failure.message }),
  });
  const all = settings.methodSettings[allMethodsKey] ?? defaultMethodSetting;
  const change = (part: Partial<MethodSetting>) =>
    save({ methodSettings: { [allMethodsKey]: { ...all, ...part } } }, `Changed the cache of ${stageName}; it acts now`);
  const on = settings.cacheClusterEnabled;
  return (
    <div className="flex flex-col gap-4">
      <SaveError error={error} stageName={stageName} />
      <Panel title="Cache" text="Answers to GET are kept, so that the backend is asked less often.">
        <div className="flex flex-wrap items-start gap-6">
          <SwitchField
            label="The stage has a cache"
            disabled={disabled}
            checked={on}
            onChange={(cacheClusterEnabled) =>
              save(
                {
                  cacheClusterEnabled,
                  ...(cacheClusterEnabled && settings.cacheClusterSize === undefined ? { cacheClusterSize: "0.5" } : {}),
                },
                `${cacheClusterEnabled ? "Turned on" : "Turned off"} the cache of ${stageName}`,
              )
            }
            help={on ? `${settings.cacheClusterSize ?? "0.5"} GB` : "Every call reaches the backend."}
          />
          <Field label="Size, GB">
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled || !on}
                value={settings.cacheClusterSize ?? "0.5"}
                onChange={(event) => save({ cacheClusterSize: event.target.value }, `Changed the cache of ${stageName}; it acts now`)}
              >
                {sizes.map((size) => (
                  <option key={size}>{size}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <span className="flex-1" />
          <Button disabled={disabled || !on} busy={flush.isPending} onClick={() => flush.mutate({ apiId, stageName })}>
            <Eraser aria-hidden /> Empty the cache
          </Button>
        </div>
        {on ? <CacheHits stage={stage} /> : null}
      </Panel>
      <Panel title="All methods" text="What methods without settings of their own do with the cache.">
        <div className="grid gap-3 sm:grid-cols-2">
          <SwitchField
            label="Cache answers"
            disabled={disabled}
            checked={all.cachingEnabled ?? false}
            onChange={(cachingEnabled) => change({ cachingEnabled })}
            help={all.cachingEnabled ? `Kept for ${all.cacheTtlInSeconds} s.` : "Only methods that say so are cached."}
          />
          <NumberField
            label="Kept for, s"
            value={all.cacheTtlInSeconds}
            disabled={disabled}
            help="0 keeps nothing; 3600 at most."
            onSave={(cacheTtlInSeconds) => change({ cacheTtlInSeconds: Math.round(cacheTtlInSeconds) })}
          />
          <SwitchField
            label="Encrypt what is kept"
            disabled={disabled}
            checked={all.cacheDataEncrypted}
            onChange={(cacheDataEncrypted) => change({ cacheDataEncrypted })}
          />
          <SwitchField
            label="Clients need permission to skip the cache"
            disabled={disabled}
            checked={all.requireAuthorizationForCacheControl}
            onChange={(requireAuthorizationForCacheControl) => change({ requireAuthorizationForCacheControl })}
            help={
              all.requireAuthorizationForCacheControl ? "Others get what is below." : "Cache-Control: max-age=0 of anybody is followed."
            }
          />
          <Field label="A client without that permission">
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled || !all.requireAuthorizationForCacheControl}
                value={all.unauthorizedCacheControlHeaderStrategy}
                onChange={(event) => change({ unauthorizedCacheControlHeaderStrategy: event.target.value })}
              >
                {strategies.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </div>
      </Panel>
      <CacheKeys stage={stage} disabled={disabled} />
    </div>
  );
}

function CacheKeys({ stage, disabled }: { stage: StageDetail; disabled: boolean }) {
  const { apiId, stageName, settings } = stage;
  const definition = useOperation("getDefinition", { apiId, of: { stageName } });
  return (
    <>
      <Panel title="Cache keys" text="What tells answers of one method apart; it is set in the integration of each method.">
        <QueryState query={definition} what="what the stage serves">
          {(data) => {
            const rows = methodRows(data.resources, settings.methodSettings).filter(({ cacheKeys }) => cacheKeys.length > 0);
            if (rows.length === 0) return <p className="text-muted">No method has cache keys: one answer is kept for each.</p>;
            return (
              <ul className="flex flex-col gap-1 text-sm">
                {rows.map(({ label, cacheKeys }) => (
                  <li key={label}>
                    <code>{label}</code> <span className="text-muted">by</span> <code>{cacheKeys.join(", ")}</code>
                  </li>
                ))}
              </ul>
            );
          }}
        </QueryState>
      </Panel>
      {settings.cacheClusterEnabled ? (
        <Panel title="One answer" text="Forgets the answer to one request; every gateway asks the backend again.">
          <QueryState query={definition} what="what the stage serves">
            {(data) => <ForgetAnswer stage={stage} resources={data.resources} disabled={disabled} />}
          </QueryState>
        </Panel>
      ) : null}
    </>
  );
}

"use client";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { DiffList } from "@/components/diff/diff-list";
import { TrafficOverview } from "@/components/metrics/traffic-overview";
import { QueryState } from "@/components/ui/query-state";
import { formatNumber, plural } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";
import { allMethodsKey, defaultMethodSetting } from "@/lib/definition/method-setting";
import { Panel } from "./panel";

/** What acts on the stage now, and what the draft has that it lacks. */
export function StageOverview({ stage }: { stage: StageDetail }) {
  const { apiId, stageName, settings } = stage;
  const diff = useOperation("diff", { apiId, from: { stageName }, to: { draft: true } });
  const all = settings.methodSettings[allMethodsKey] ?? defaultMethodSetting;
  const own = Object.keys(settings.methodSettings).filter((key) => key !== allMethodsKey).length;
  const facts = [
    { tab: "settings", name: "Execution log", value: all.loggingLevel ?? "OFF" },
    { tab: "settings", name: "Access log", value: settings.accessLogSettings?.format ? "on" : "off" },
    {
      tab: "settings",
      name: "Limit",
      value: `${formatNumber(all.throttlingRateLimit)} a second, bursts of ${formatNumber(all.throttlingBurstLimit)}`,
    },
    { tab: "variables", name: "Variables", value: String(Object.keys(settings.variables ?? {}).length) },
    { tab: "methods", name: "Methods with settings of their own", value: String(own) },
    { tab: "cache", name: "Cache", value: settings.cacheClusterEnabled ? `${settings.cacheClusterSize ?? "0.5"} GB` : "off" },
    { tab: "canary", name: "Canary", value: settings.canarySettings ? `${settings.canarySettings.percentTraffic}% of calls` : "none" },
  ];
  return (
    <div className="flex flex-col gap-4">
      <TrafficOverview apiId={apiId} stageName={stageName} />
      <Panel title="Settings that act now">
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {facts.map(({ tab, name, value }) => (
            <div key={name} className="flex gap-2">
              <dt className="text-muted">
                <Link className="underline-offset-2 hover:underline" href={`?tab=${tab}`}>
                  {name}
                </Link>
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <QueryState query={diff} what="the difference">
        {(changes) =>
          changes.length === 0 ? (
            <Panel title="Same as the draft">
              <p className="text-muted">A deployment would change nothing for clients.</p>
            </Panel>
          ) : (
            <Panel title={`${plural(changes.length, "change")} of the draft not here`}>
              <DiffList changes={changes} />
            </Panel>
          )
        }
      </QueryState>
    </div>
  );
}

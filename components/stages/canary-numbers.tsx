"use client";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { formatMs, formatNumber } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";
import { chanceOfDifference } from "@/lib/definition/chance-of-difference";
import type { CanarySettings } from "@/lib/definition/stage";
import type { MetricGroup } from "@/lib/definition/traffic";

/** Gateways count every second; this is as soon as a person wants to know. */
export const canaryRefreshMs = 3_000;

type Props = { stage: StageDetail; canary: CanarySettings };

/** Base and canary side by side: who gets which share, and how it went in the last hour. */
export function CanaryNumbers({ stage, canary }: Props) {
  const { apiId, stageName } = stage;
  const metrics = useOperation(
    "getMetrics",
    { range: "1h", apiId, stage: stageName, by: "arm" },
    { keepPrevious: true, everyMs: canaryRefreshMs },
  );
  const groupOf = (arm: string) => metrics.data?.groups.find(({ label }) => label === arm);
  return (
    <>
      {metrics.error ? (
        <Alert tone="error" live title="Could not read the metrics.">
          {metrics.error.message}
        </Alert>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        <Arm title="Base" share={100 - canary.percentTraffic} deploymentId={stage.deploymentId} numbers={groupOf("base")} />
        <Arm title="Canary" share={canary.percentTraffic} deploymentId={canary.deploymentId} numbers={groupOf("canary")} />
      </div>
      <p className="text-sm">{tellDifference(groupOf("base"), groupOf("canary"))}</p>
    </>
  );
}

/** Chances below this are called a real difference, as is the custom. */
const significanceMax = 0.05;

/** Whether what the arms show is more than chance. */
function tellDifference(base: MetricGroup | undefined, canary: MetricGroup | undefined): string {
  const arm = (group: MetricGroup | undefined) => ({ count: group?.count ?? 0, failed: group?.count5xx ?? 0 });
  const chance = chanceOfDifference(arm(base), arm(canary));
  if (chance === undefined) return "Too few calls yet to tell whether the arms differ.";
  if (chance === 1) return "The arms do not differ in 5XX.";
  const percent = chance < 0.001 ? "under 0.1%" : `${Number((chance * 100).toFixed(1))}%`;
  return chance < significanceMax
    ? `The arms differ in 5XX: chance alone would do this in ${percent} of cases.`
    : `No difference in 5XX that could not be chance (${percent}).`;
}

type ArmProps = { title: string; share: number; deploymentId: string; numbers: MetricGroup | undefined };

function Arm({ title, share, deploymentId, numbers }: ArmProps) {
  const rows = [
    { name: "Requests, last hour", value: formatNumber(numbers?.count ?? 0) },
    { name: "4XX", value: formatNumber(numbers?.count4xx ?? 0) },
    { name: "5XX", value: formatNumber(numbers?.count5xx ?? 0) },
    { name: "p50", value: numbers === undefined || numbers.p50 === null ? "-" : formatMs(numbers.p50) },
    { name: "p95", value: numbers === undefined || numbers.p95 === null ? "-" : formatMs(numbers.p95) },
  ];
  return (
    <section aria-label={title} className="rounded-md border border-line p-3">
      <h3 className="font-medium">{title}</h3>
      <p className="text-xl">{share}%</p>
      <p className="text-muted text-sm">
        of calls, <code>{deploymentId}</code>
      </p>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-3 text-sm">
        {rows.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { newUuid } from "../base/ids.ts";
import { type ArmNumbers, type CanaryRule, reasonToStop } from "../definition/canary-rule.ts";
import { addCounters, type Counters } from "../feed/add-points.ts";
import type { MetricPoint } from "../feed/protocol.ts";
import { readCounters } from "../feed/server/store-metrics.ts";
import { percentile } from "./percentile.ts";
import { table } from "./rows.ts";
import { type Scope, systemActor, workspaceRef } from "./scope.ts";
import { type StageKey, stopCanary } from "./stages.ts";

const minuteMs = 60_000;
/** Rules look back no longer than this: it is read with each batch that a gateway sends. */
const minutesMax = 3 * 60;

/** What it takes to look and to write. */
type Runtime = Pick<Scope, "db" | "clock" | "random" | "apiKeys">;

type Judged = { key: StageKey; deploymentId: string; rules: readonly CanaryRule[]; sinceMinute: number };

/** Stops the canaries among the stages that were just counted whose rules say so. */
export async function judgeCanaries(runtime: Runtime, points: readonly MetricPoint[]): Promise<void> {
  const counted = new Set(points.filter(({ canary }) => canary).map(({ apiId, stage }) => `${apiId}/${stage}`));
  if (counted.size === 0) return;
  for (const row of await table(runtime.db.reader, "Stage").findMany({ where: { id: { in: [...counted] } } })) {
    const canary = row.settings.canarySettings;
    if (canary?.rules === undefined || canary.sinceMinute === undefined) continue;
    const { deploymentId, rules, sinceMinute } = canary;
    await judge(runtime, { key: { restApiId: row.apiId, stageName: row.name }, deploymentId, rules, sinceMinute });
  }
}

async function judge(runtime: Runtime, { key, deploymentId, rules, sinceMinute }: Judged): Promise<void> {
  const minutes = await loadMinutes(runtime, key, sinceMinute);
  if (findReason(rules, minutes) === undefined) return;
  // Who took a stop back wants to see more calls before the next one: only what came after it counts.
  const lastStop = (await findLastStop(runtime, key)) ?? Number.NEGATIVE_INFINITY;
  const why = findReason(
    rules,
    minutes.filter(({ start }) => start > lastStop),
  );
  if (why === undefined) return;
  const api = await runtime.db.reader.api.findUnique({ where: { id: key.restApiId }, select: { workspaceId: true } });
  if (api === null) return;
  const [accountId = "", region = ""] = api.workspaceId.split("/");
  const { db, clock, random, apiKeys } = runtime;
  const own = { actor: systemActor, workspace: workspaceRef(accountId, region), requestId: newUuid(random) };
  const scope: Scope = { db, clock, random, apiKeys, ...own };
  await stopCanary(scope, key, { deploymentId, sinceMinute, why });
}

/** Minute of the last stop of a canary of the stage by its rules. */
async function findLastStop({ db }: Runtime, { restApiId: apiId, stageName }: StageKey): Promise<number | undefined> {
  const where = { apiId, action: "stage:stop-canary", summary: { startsWith: `Stopped the canary of ${stageName}: ` } };
  const revision = await db.reader.revision.findFirst({ where, orderBy: { seq: "desc" }, select: { at: true } });
  return revision === null ? undefined : Math.floor(revision.at.getTime() / minuteMs);
}

type Minute = { start: number; canary: boolean; counters: Counters };

/** What either arm counted, the newest minute first. */
async function loadMinutes({ db, clock }: Runtime, { restApiId: apiId, stageName: stage }: StageKey, since: number): Promise<Minute[]> {
  const from = Math.max(since, Math.floor(clock().getTime() / minuteMs) - minutesMax);
  const where = { apiId, stage, route: "", span: 1, start: { gte: from } };
  const rows = await db.reader.metricPoint.findMany({ where, orderBy: { start: "desc" } });
  return rows.map((row) => ({ start: row.start, canary: row.canary, counters: readCounters(row) }));
}

/** What the first rule that refuses the canary says. */
function findReason(rules: readonly CanaryRule[], minutes: readonly Minute[]): string | undefined {
  for (const rule of rules) {
    const [base, canary] = armsOf(minutes, rule.requests);
    const why = reasonToStop(rule, base, canary);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Both arms over the newest minutes in which the canary had that many requests. */
function armsOf(minutes: readonly Minute[], requests: number): [base: ArmNumbers, canary: ArmNumbers] {
  let counted = 0;
  let from = 0;
  for (const { start, canary, counters } of minutes) {
    if (!canary || counted >= requests) continue;
    counted += counters.count;
    from = start;
  }
  const numbersOf = (isCanary: boolean) =>
    toNumbers(minutes.filter(({ start, canary }) => canary === isCanary && start >= from).map(({ counters }) => counters));
  return [numbersOf(false), numbersOf(true)];
}

function toNumbers(counters: readonly Counters[]): ArmNumbers {
  const [first, ...others] = counters;
  if (first === undefined) return { count: 0, count4xx: 0, count5xx: 0, p95: null };
  const { count, count4xx, count5xx, latency } = others.reduce(addCounters, first);
  return { count, count4xx, count5xx, p95: percentile(latency, 95) };
}

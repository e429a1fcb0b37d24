import { dayOf, nextPeriod, periodStart } from "../definition/quota-period.ts";
import { type Rows, type Source, table } from "./rows.ts";

/** What a key used under one of its plans. */
export type KeyUse = {
  planId: string;
  planName: string;
  /** Requests since 00:00 UTC. */
  today: number;
  quota?: { period: "DAY" | "WEEK" | "MONTH"; limit: number; used: number; remaining: number; resetsOn: string };
};

export type KeyStanding = { plans: KeyUse[]; lastUsedDay?: string };

/** Plans and use of some keys, in two reads of counts however many keys and plans there are. */
export async function loadKeyStandings(source: Source, keyIds: readonly string[], nowMs: number): Promise<Map<string, KeyStanding>> {
  const links = await table(source, "UsagePlanKey").findMany({
    where: { keyId: { in: [...keyIds] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const planRows = await table(source, "UsagePlan").findMany({ where: { id: { in: [...new Set(links.map(({ planId }) => planId))] } } });
  const plans = new Map(planRows.map((row) => [row.id, row]));
  const used = await source.usage.findMany({ where: { keyId: { in: [...keyIds] }, day: { gte: firstDay(planRows, nowMs) } } });
  const periods = await source.quotaPeriod.findMany({ where: { keyId: { in: [...keyIds] } }, select: { id: true, extra: true } });
  const last = await source.usage.groupBy({ by: ["keyId"], where: { keyId: { in: [...keyIds] }, used: { gt: 0 } }, _max: { day: true } });
  const facts: Facts = {
    nowMs,
    days: groupDays(used),
    extras: new Map(periods.map(({ id, extra }) => [id, Number(extra)])),
  };
  const lastDays = new Map(last.map(({ keyId, _max }) => [keyId, _max.day ?? undefined]));
  const standings = new Map<string, KeyStanding>();
  for (const keyId of keyIds) {
    const lastUsedDay = lastDays.get(keyId);
    standings.set(keyId, { plans: [], ...(lastUsedDay === undefined ? {} : { lastUsedDay }) });
  }
  for (const { planId, keyId } of links) {
    const plan = plans.get(planId);
    if (plan !== undefined) standings.get(keyId)?.plans.push(countedUse(plan, keyId, facts));
  }
  return standings;
}

type Facts = { nowMs: number; days: ReadonlyMap<string, { day: string; used: number }[]>; extras: ReadonlyMap<string, number> };

function countedUse(plan: Rows["UsagePlan"], keyId: string, { nowMs, days, extras }: Facts): KeyUse {
  const counted = days.get(`${plan.id}/${keyId}`) ?? [];
  const since = (day: string) => counted.reduce((total, each) => (each.day >= day ? total + each.used : total), 0);
  const { quota } = plan.settings;
  const use = { planId: plan.id, planName: plan.name, today: since(dayOf(nowMs)) };
  if (quota === undefined) return use;
  const start = periodStart(quota, nowMs);
  const limit = quota.limit + (extras.get(`${plan.id}/${keyId}/${start}`) ?? 0);
  const used = since(start);
  const remaining = Math.max(0, limit - used);
  return { ...use, quota: { period: quota.period, limit, used, remaining, resetsOn: nextPeriod(quota, start) } };
}

/** The first day that any of the plans still counts. */
function firstDay(plans: readonly Rows["UsagePlan"][], nowMs: number): string {
  const starts = plans.flatMap(({ settings: { quota } }) => (quota === undefined ? [] : [periodStart(quota, nowMs)]));
  return [dayOf(nowMs), ...starts].sort()[0] ?? dayOf(nowMs);
}

function groupDays(rows: readonly { planId: string; keyId: string; day: string; used: bigint }[]) {
  const days = new Map<string, { day: string; used: number }[]>();
  for (const { planId, keyId, day, used } of rows) {
    const id = `${planId}/${keyId}`;
    days.set(id, [...(days.get(id) ?? []), { day, used: Number(used) }]);
  }
  return days;
}

import { writeCsv } from "../base/csv.ts";
import { dayOf } from "../definition/quota-period.ts";
import type { Scope } from "./scope.ts";
import { getUsage } from "./usage.ts";
import { getUsagePlanKeys } from "./usage-plan-keys.ts";
import { getUsagePlanRow } from "./usage-plans.ts";
import { read } from "./write.ts";

const dayMs = 86_400_000;

/** Requests on each day of a range, and what was left of the quota at its end. */
export type UsageDays = { days: string[]; used: number[]; remaining?: number[] };
type Range = { planId: string; days: number };

function lastDays(scope: Scope, count: number): string[] {
  const nowMs = scope.clock().getTime();
  return Array.from({ length: count }, (_, index) => dayOf(nowMs - (count - 1 - index) * dayMs));
}

export async function getKeyUsage(scope: Scope, { planId, keyId, days: count }: Range & { keyId: string }): Promise<UsageDays> {
  const days = lastDays(scope, count);
  const range = { startDate: days[0] ?? "", endDate: days.at(-1) ?? "" };
  const { settings } = await read(scope, (source) => getUsagePlanRow(source, scope, planId));
  const { items } = await getUsage(scope, { usagePlanId: planId, keyId, ...range });
  const pairs = items[keyId] ?? [];
  const used = pairs.map(([each]) => each);
  return { days, used, ...(settings.quota === undefined ? {} : { remaining: pairs.map(([, left]) => left) }) };
}

/** The same of all keys of a plan together, those that were taken out of it since too. */
export async function getPlanUsage(scope: Scope, { planId, days: count }: Range): Promise<UsageDays> {
  const days = lastDays(scope, count);
  return read(scope, async (source) => {
    await getUsagePlanRow(source, scope, planId);
    const sums = await source.usage.groupBy({
      by: ["day"],
      where: { planId, day: { gte: days[0] ?? "", lte: days.at(-1) ?? "" } },
      _sum: { used: true },
    });
    const byDay = new Map(sums.map(({ day, _sum }) => [day, Number(_sum.used ?? 0n)]));
    return { days, used: days.map((day) => byDay.get(day) ?? 0) };
  });
}

/** Usage of each key of a plan on each day, as CSV. */
export async function exportUsage(scope: Scope, { planId, days: count }: Range): Promise<{ csv: string }> {
  const days = lastDays(scope, count);
  await read(scope, (source) => getUsagePlanRow(source, scope, planId));
  const rows: (string | number)[][] = [];
  let position: string | undefined;
  do {
    const page = await getUsagePlanKeys(scope, { usagePlanId: planId, limit: pageSize, position });
    const used = await usedOf(scope, { planId, keyIds: page.items.map(({ id }) => id), days });
    rows.push(...page.items.map(({ id, name }) => rowOf({ id, name }, days, used)));
    position = page.position;
  } while (position !== undefined);
  return { csv: writeCsv(["Key id", "Name", ...days, "Total"], rows) };
}

const pageSize = 500;

async function usedOf(
  scope: Scope,
  { planId, keyIds, days }: { planId: string; keyIds: string[]; days: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  return read(scope, async (source) => {
    const rows = await source.usage.findMany({
      where: { planId, keyId: { in: keyIds }, day: { gte: days[0] ?? "", lte: days.at(-1) ?? "" } },
    });
    return new Map(rows.map(({ keyId, day, used }) => [`${keyId}/${day}`, Number(used)]));
  });
}

function rowOf(key: { id: string; name: string }, days: readonly string[], used: ReadonlyMap<string, number>): (string | number)[] {
  const counts = days.map((day) => used.get(`${key.id}/${day}`) ?? 0);
  return [key.id, key.name, ...counts, counts.reduce((total, each) => total + each, 0)];
}

import { dayOf, nextPeriod, periodStart } from "../definition/quota-period.ts";
import { badRequest, notFound } from "./errors.ts";
import { findPageIds } from "./keyset-page.ts";
import type { PageInput } from "./page.ts";
import { type Quota, type Source, table } from "./rows.ts";
import { demand, type Scope } from "./scope.ts";
import { sql } from "./sql-text.ts";
import { keyIdOf } from "./usage-plan-keys.ts";
import { getUsagePlanRow } from "./usage-plans.ts";
import { read, write } from "./write.ts";

/** Used and remaining requests by key, a pair for each day of the range. */
export type Usage = {
  usagePlanId: string;
  startDate: string;
  endDate: string;
  position?: string;
  items: Record<string, [number, number][]>;
};

export type GetUsageInput = PageInput & { usagePlanId: string; keyId?: string | undefined; startDate: string; endDate: string };

const dayMs = 86_400_000;
/** Longest range that can be asked for. */
const daysMax = 90;

/** What the keys of a plan used on each day, and what was left of their quota at its end. */
export async function getUsage(scope: Scope, input: GetUsageInput): Promise<Usage> {
  const days = daysOf(input.startDate, input.endDate);
  return read(scope, async (source) => {
    const plan = await getUsagePlanRow(source, scope, input.usagePlanId);
    const where = [sql(`t."planId" = ?`, plan.id), ...(input.keyId === undefined ? [] : [sql(`t."keyId" = ?`, input.keyId)])];
    const page = await findPageIds(
      { source, provider: scope.db.provider },
      { from: '"UsagePlanKey" t', table: "UsagePlanKey", where },
      input,
    );
    if (input.keyId !== undefined && page.ids.length === 0) throw notFound("Invalid Usage Plan Key identifier specified");
    const { usagePlanId, startDate, endDate } = input;
    const { quota } = plan.settings;
    const items = await loadItems(source, { planId: plan.id, keyIds: page.ids.map(keyIdOf), days, quota });
    return { usagePlanId, startDate, endDate, ...(page.position === undefined ? {} : { position: page.position }), items };
  });
}

/** Gives a key so many requests for what is left of the period. Gateways take it over within a second. */
export async function updateUsage(
  scope: Scope,
  { usagePlanId, keyId }: { usagePlanId: string; keyId: string },
  { remaining }: { remaining: number },
): Promise<Usage> {
  demand(scope, "write", "usage:update");
  if (!Number.isSafeInteger(remaining) || remaining < 0) throw badRequest("The remaining requests must be a whole number, 0 or more");
  const nowMs = scope.clock().getTime();
  const today = dayOf(nowMs);
  const name = await read(scope, async (source) => (await table(source, "ApiKey").findUnique({ where: { id: keyId } }))?.name ?? keyId);
  const summary = `Give the API key ${name} ${remaining} requests for the rest of the period`;
  await write(scope, { action: "usage:update", summary, isAlwaysKept: true }, async ({ source }) => {
    const { settings } = await getUsagePlanRow(source, scope, usagePlanId);
    const { quota } = settings;
    const link = await table(source, "UsagePlanKey").findUnique({ where: { id: `${usagePlanId}/${keyId}` } });
    if (link === null) throw notFound("Invalid Usage Plan Key identifier specified");
    if (quota === undefined) throw badRequest("Usage Plan has no quota");
    const start = periodStart(quota, nowMs);
    const rows = await source.usage.findMany({ where: { planId: usagePlanId, keyId, day: { gte: start } }, select: { used: true } });
    const used = rows.reduce((total, row) => total + row.used, 0n);
    const id = `${usagePlanId}/${keyId}/${start}`;
    const extra = BigInt(remaining) + used - BigInt(quota.limit);
    await source.quotaPeriod.upsert({
      where: { id },
      create: { id, planId: usagePlanId, keyId, reserved: used, extra },
      update: { extra },
    });
  });
  return getUsage(scope, { usagePlanId, keyId, startDate: today, endDate: today });
}

function daysOf(startDate: string, endDate: string): string[] {
  const [start, end] = [parseDay(startDate), parseDay(endDate)];
  if (end < start) throw badRequest("The end date must not be before the start date");
  const count = (end - start) / dayMs + 1;
  if (count > daysMax) throw badRequest(`Usage can be retrieved for ${daysMax} days at most`);
  return Array.from({ length: count }, (_, index) => dayOf(start + index * dayMs));
}

function parseDay(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || dayOf(ms) !== text) throw badRequest(`Invalid date: ${text}. Dates are written as 2026-11-21.`);
  return ms;
}

type ItemsInput = { planId: string; keyIds: string[]; days: readonly string[]; quota: Quota | undefined };

async function loadItems(source: Source, { planId, keyIds, days, quota }: ItemsInput): Promise<Usage["items"]> {
  const [first = "", last = ""] = [days[0], days.at(-1)];
  // What is left on a day depends on all days of its period.
  const since = quota === undefined ? first : periodStart(quota, Date.parse(`${first}T00:00:00Z`));
  const rows = await source.usage.findMany({ where: { planId, keyId: { in: keyIds }, day: { gte: since, lte: last } } });
  const periods = await source.quotaPeriod.findMany({ where: { planId, keyId: { in: keyIds } }, select: { id: true, extra: true } });
  const used = new Map(rows.map((row) => [`${row.keyId}/${row.day}`, Number(row.used)]));
  const extras = new Map(periods.map(({ id, extra }) => [id, Number(extra)]));
  const items: Usage["items"] = {};
  for (const keyId of keyIds) {
    items[keyId] = days.map((day) => {
      const spent = used.get(`${keyId}/${day}`) ?? 0;
      if (quota === undefined) return [spent, 0];
      const start = periodStart(quota, Date.parse(`${day}T00:00:00Z`));
      const limit = quota.limit + (extras.get(`${planId}/${keyId}/${start}`) ?? 0);
      return [spent, Math.max(0, limit - usedUntil({ keyId, used, start, day }))];
    });
  }
  return items;
}

function usedUntil({ keyId, used, start, day }: { keyId: string; used: ReadonlyMap<string, number>; start: string; day: string }): number {
  let total = 0;
  for (let current = start; current <= day; current = nextPeriod({ period: "DAY", offset: 0 }, current)) {
    total += used.get(`${keyId}/${current}`) ?? 0;
  }
  return total;
}

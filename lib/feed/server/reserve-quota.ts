import { z } from "zod";
import type { Database, Transaction } from "../../db/database.ts";
import { nextPeriod } from "../../definition/quota-period.ts";
import { feedPlanSchema, type QuotaGrant, type QuotaRequest } from "../access.ts";

const quotaSchema = z.object({ quota: feedPlanSchema.shape.quota });

/**
 * Sets requests of a quota aside for a gateway before it lets them through, so that all gateways together never let through more than
 * the limit; what a gateway that dies had left is lost.
 */
export async function reserveQuota(db: Database, request: QuotaRequest): Promise<QuotaGrant> {
  const { planId, keyId, start, wanted, borrowed, returned } = request;
  return db.transaction(async (tx) => {
    const plan = await tx.usagePlan.findUnique({ where: { id: planId }, select: { settings: true } });
    const quota = quotaSchema.safeParse(plan?.settings).data?.quota;
    // A plan that is gone, or has no quota any more, lets nothing through under this one.
    if (quota === undefined) return { granted: 0, remaining: 0 };
    const id = `${planId}/${keyId}/${start}`;
    const known = await tx.quotaPeriod.findUnique({ where: { id } });
    const before = known?.reserved ?? (await usedSince(tx, { planId, keyId, start, end: nextPeriod(quota, start) }));
    const spent = before + BigInt(borrowed) - BigInt(returned);
    const left = BigInt(quota.limit) + (known?.extra ?? 0n) - spent;
    const granted = left <= 0n ? 0 : Math.min(wanted, Number(left));
    const reserved = spent + BigInt(granted) < 0n ? 0n : spent + BigInt(granted);
    if (known === null) await tx.quotaPeriod.create({ data: { id, planId, keyId, reserved, extra: 0n } });
    else if (known.reserved !== reserved) await tx.quotaPeriod.update({ where: { id }, data: { reserved } });
    return { granted, remaining: left <= 0n ? 0 : Number(left) - granted };
  });
}

/** What was counted already, under a plan that had no quota or another period before. */
async function usedSince(tx: Transaction, period: { planId: string; keyId: string; start: string; end: string }): Promise<bigint> {
  const { planId, keyId, start, end } = period;
  const rows = await tx.usage.findMany({ where: { planId, keyId, day: { gte: start, lt: end } }, select: { used: true } });
  return rows.reduce((total, { used }) => total + used, 0n);
}

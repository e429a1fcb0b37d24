import type { Transaction } from "../../db/database.ts";
import type { UsageCount } from "../access.ts";

/** Adds requests to the days of their keys. */
export async function storeUsage(tx: Transaction, usage: readonly UsageCount[]): Promise<void> {
  for (const { planId, keyId, day, count } of usage) {
    const id = `${planId}/${keyId}/${day}`;
    await tx.usage.upsert({
      where: { id },
      create: { id, planId, keyId, day, used: BigInt(count) },
      update: { used: { increment: BigInt(count) } },
    });
  }
}

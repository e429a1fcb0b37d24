import type { Transaction } from "./database.ts";

/** Tells gateways that access keys changed: they ask for what came after a number. */
export async function noteAccessChange(tx: Pick<Transaction, "change">, change: { workspaceId: string; at: Date }): Promise<void> {
  await tx.change.create({ data: { ...change, apiId: null, release: false, access: true } });
}

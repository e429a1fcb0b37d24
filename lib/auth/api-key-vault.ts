import { hkdfSync } from "node:crypto";
import { hashApiKey } from "../base/api-key-hash.ts";
import type { Database } from "../db/database.ts";
import { isSealed, makeSealer } from "./seal.ts";

/** Keeps the values of API keys: sealed in the database, and found by their keyed hash. */
export type ApiKeyVault = {
  readonly hashKey: string;
  hash(key: { accountId: string; region: string; value: string }): string;
  seal(value: string, keyId: string): string;
  /** The value again; rows of earlier versions have it as it is. Undefined when another secret sealed it. */
  open(stored: string, keyId: string): string | undefined;
};

const keyBytes = 32;

export function makeApiKeyVault(authSecret: string): ApiKeyVault {
  const sealer = makeSealer(authSecret, "api-keys");
  const hashKey = Buffer.from(hkdfSync("sha256", authSecret, "gatehouse", "api-key-hashes", keyBytes)).toString("base64url");
  return {
    hashKey,
    hash: (key) => hashApiKey(hashKey, key),
    seal: sealer.seal,
    open: (stored, keyId) => (isSealed(stored) ? sealer.open(stored, keyId) : stored),
  };
}

const batch = 500;

/** Seals what earlier versions kept as plain text; returns how many values that were. */
export async function sealApiKeys(db: Database, vault: ApiKeyVault): Promise<number> {
  let sealed = 0;
  for (;;) {
    const rows = await db.reader.apiKey.findMany({ where: { valueHash: null }, take: batch });
    if (rows.length === 0) return sealed;
    await db.transaction(async (tx) => {
      for (const { id, workspaceId, value } of rows) {
        const plain = vault.open(value, id) ?? "";
        const [accountId = "", region = ""] = workspaceId.split("/");
        const valueHash = vault.hash({ accountId, region, value: plain });
        await tx.apiKey.updateMany({ where: { id, valueHash: null }, data: { value: vault.seal(plain, id), valueHash } });
      }
    });
    sealed += rows.length;
  }
}

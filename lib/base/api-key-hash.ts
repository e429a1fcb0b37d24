import { createHmac } from "node:crypto";

/** The keyed hash by which API keys are found: without the secret nobody can try values against a copy of the database. */
export function hashApiKey(hashKey: string, key: { accountId: string; region: string; value: string }): string {
  return createHmac("sha256", hashKey).update(`${key.accountId}/${key.region}\n${key.value}`).digest("base64url");
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

// Private keys travel to gateways, and lie in their disk cache, under a key that console and gateways have from the feed's token.
const [ivBytes, tagBytes] = [12, 16];

function keyOf(feedToken: string): Buffer {
  return Buffer.from(hkdfSync("sha256", feedToken, "gatehouse", "client-certificates", 32));
}

/** The same text is sealed the same way each time, so that releases which did not change stay equal. */
export function sealForGateways(text: string, feedToken: string): string {
  const key = keyOf(feedToken);
  const iv = createHmac("sha256", key).update(text).digest().subarray(0, ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString("base64url");
}

/** The text again; undefined when it was sealed under another token, or was changed. */
export function openInGateway(sealed: string, feedToken: string): string | undefined {
  const all = Buffer.from(sealed, "base64url");
  if (all.length < ivBytes + tagBytes) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", keyOf(feedToken), all.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(all.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    // The tag does not fit: the text is not ours to read.
    return undefined;
  }
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Seals texts that the database keeps, so that a copy of it gives nobody the secrets in it. */
export type Sealer = {
  /** The text under AES-256-GCM; it opens for the same owner only, so that sealed texts cannot be swapped between rows. */
  seal(text: string, owner: string): string;
  /** The text again; `undefined` when it was sealed for another owner, with another secret, or was changed. */
  open(sealed: string, owner: string): string | undefined;
};

const mark = "sealed:1:";
const [keyBytes, ivBytes, tagBytes] = [32, 12, 16];

/** A sealer whose key comes from the secret that signs sessions; `purpose` keeps keys for different things apart. */
export function makeSealer(secret: string, purpose: string): Sealer {
  const key = Buffer.from(hkdfSync("sha256", secret, "gatehouse", purpose, keyBytes));
  return {
    seal: (text, owner) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(owner));
      const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `${mark}${Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString("base64url")}`;
    },
    open: (sealed, owner) => {
      if (!isSealed(sealed)) return undefined;
      const all = Buffer.from(sealed.slice(mark.length), "base64url");
      if (all.length < ivBytes + tagBytes) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, all.subarray(0, ivBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(all.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
      } catch {
        // The tag does not fit: another key, another owner, or other bytes.
        return undefined;
      }
    },
  };
}

/** Whether a text was sealed; those of earlier versions were not. */
export function isSealed(text: string): boolean {
  return text.startsWith(mark);
}

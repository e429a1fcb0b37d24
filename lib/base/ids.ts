declare const brand: unique symbol;

export type ApiId = string & { readonly [brand]: "ApiId" };
export type ResourceId = string & { readonly [brand]: "ResourceId" };
export type DeploymentId = string & { readonly [brand]: "DeploymentId" };

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const idLength = 10;

/** Fills an array with random bytes; `crypto.getRandomValues` in production, a seeded source in tests. */
export type RandomBytes = (length: number) => Uint8Array;

export const cryptoBytes: RandomBytes = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** A new id as the service makes them: 10 characters of `a-z0-9`. */
export function newId(random: RandomBytes = cryptoBytes, length = idLength): string {
  let id = "";
  while (id.length < length) {
    for (const byte of random(length)) {
      // 252 is the largest multiple of 36 in a byte; larger values would favour the first letters.
      if (byte < 252 && id.length < length) id += alphabet[byte % 36];
    }
  }
  return id;
}

/** A new UUID, version 4, lower case: request ids, deployment batches. */
export function newUuid(random: RandomBytes = cryptoBytes): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

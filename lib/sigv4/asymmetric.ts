import { createECDH, createHmac, createPublicKey, type KeyObject, verify } from "node:crypto";

/** Version 4a: signatures that are good in several regions. The caller derives a key pair from the secret; we need its public half only. */
export const asymmetricAlgorithm = "AWS4-ECDSA-P256-SHA256";

const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const roundsMax = 254;
const [counterBytes, lengthBytes] = [Buffer.from([0, 0, 0, 1]), Buffer.from([0, 0, 1, 0])];

/** The private key of an access key: a key derivation by counter, repeated until its number is one of the curve. */
export function derivePrivateKey(accessKeyId: string, secret: string): Buffer {
  for (let round = 1; round <= roundsMax; round++) {
    const label = Buffer.from(`${asymmetricAlgorithm}\0${accessKeyId}`);
    const derived = createHmac("sha256", `AWS4A${secret}`)
      .update(Buffer.concat([counterBytes, label, Buffer.from([round]), lengthBytes]))
      .digest("hex");
    const number = BigInt(`0x${derived}`);
    if (number <= curveOrder - 2n) return Buffer.from((number + 1n).toString(16).padStart(64, "0"), "hex");
  }
  // One number in four billion is too large, so that so many in a row do not happen.
  throw new Error("no key can be derived from this secret");
}

// Deriving costs more than checking a signature, and callers come again.
const knownMax = 1_000;
const known = new Map<string, KeyObject>();

function publicKeyOf(accessKeyId: string, secret: string): KeyObject {
  const name = `${accessKeyId}\n${secret}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(derivePrivateKey(accessKeyId, secret));
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  if (known.size >= knownMax) known.clear();
  known.set(name, key);
  return key;
}

export type AsymmetricProof = { accessKeyId: string; secret: string; text: string; signature: string };

/** Whether the holder of the secret signed the text. */
export function isSignedBy({ accessKeyId, secret, text, signature }: AsymmetricProof): boolean {
  if (!/^(?:[0-9a-f]{2}){8,72}$/i.test(signature)) return false;
  return verify("sha256", Buffer.from(text), publicKeyOf(accessKeyId, secret), Buffer.from(signature, "hex"));
}

/** Whether a set such as `us-east-1,eu-*` has a region. */
export function hasRegion(regionSet: string, region: string): boolean {
  return regionSet.split(",").some((each) => {
    const [head = "", ...rest] = each.trim().split("*");
    const tail = rest.at(-1);
    if (tail === undefined) return head === region;
    return rest.length === 1 && region.length >= head.length + tail.length && region.startsWith(head) && region.endsWith(tail);
  });
}

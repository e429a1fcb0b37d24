import { Buffer } from "node:buffer";
import { errors, importJWK, type JWTPayload, jwtVerify } from "jose";
import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { PublicKey } from "../ports.ts";

/** Why a token is not believed, for callers that answer in their own words. */
export class TokenFault extends Error {
  override readonly name = "TokenFault";
  readonly reason: ReasonCode;

  constructor(reason: ReasonCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

export type TokenCheck = {
  algorithms: readonly string[];
  issuers: readonly string[];
  nowMs: number;
  /** The issuer is only what the token claims: it says where to look for keys. */
  findKey(token: { keyId: string | undefined; issuer: string | undefined }): Promise<PublicKey | undefined>;
};

/** Tokens that were verified, until they expire. */
export type VerifiedTokens = Map<string, JWTPayload>;

/** More tokens than this are verified anew; each takes some 2 KB. */
const verifiedMax = 10_000;

/** The claims of a token; throws {@link TokenFault} for one that is not to be believed. */
export async function verifiedClaims(verified: VerifiedTokens, token: string, check: TokenCheck): Promise<JWTPayload> {
  const known = verified.get(token);
  if (known?.exp !== undefined && known.exp > check.nowMs / 1_000) return known;
  verified.delete(token);
  const claims = await verify(token, check);
  if (claims.exp === undefined) throw new TokenFault("TOKEN_EXPIRED", "the token has no expiry");
  const oldest = verified.size >= verifiedMax ? verified.keys().next().value : undefined;
  if (oldest !== undefined) verified.delete(oldest);
  verified.set(token, claims);
  return claims;
}

async function verify(token: string, { algorithms, issuers, nowMs, findKey }: TokenCheck): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid, alg }) => {
        const key = await findKey({ keyId: kid, issuer: claimedIssuer(token) });
        if (key === undefined) throw new errors.JWKSNoMatchingKey();
        return importKey(key, alg);
      },
      { algorithms: [...algorithms], issuer: [...issuers], currentDate: new Date(nowMs) },
    );
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new TokenFault(reasonOf(error), error.message, error);
    throw error;
  }
}

function reasonOf(error: errors.JOSEError): ReasonCode {
  if (error instanceof errors.JWTExpired) return "TOKEN_EXPIRED";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iss") return "TOKEN_ISSUER";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf") return "TOKEN_EXPIRED";
  return "TOKEN_SIGNATURE";
}

type ImportedKey = ReturnType<typeof importJWK>;

const imported = new WeakMap<PublicKey, Map<string, ImportedKey>>();

/** The key in the form that signatures are checked with; made once for each way to sign. */
async function importKey(key: PublicKey, algorithm: string): Promise<Awaited<ImportedKey>> {
  // A secret is no public key, whatever a key set says.
  if (key.kty === "oct" || (typeof key.alg === "string" && key.alg !== algorithm)) throw new errors.JWKSNoMatchingKey();
  const known = imported.get(key) ?? new Map<string, ImportedKey>();
  imported.set(key, known);
  let made = known.get(algorithm);
  if (made === undefined) {
    made = importJWK(key, algorithm);
    known.set(algorithm, made);
  }
  try {
    return await made;
  } catch (cause) {
    throw new TokenFault("TOKEN_SIGNATURE", "the key does not fit the token's algorithm", cause);
  }
}

/** The issuer that a token names, before anything is verified. */
function claimedIssuer(token: string): string | undefined {
  const part = token.split(".")[1];
  if (part === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    const issuer = typeof claims === "object" && claims !== null ? Reflect.get(claims, "iss") : undefined;
    return typeof issuer === "string" ? issuer : undefined;
  } catch {
    return undefined;
  }
}

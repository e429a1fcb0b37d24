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

/** More tokens than this are verified anew; each takes some 2 KB. */
const verifiedMax = 10_000;

/** Longer tokens are verified anew each time, so that callers cannot fill the memory. */
const keptLengthMax = 4_096;

/** What is known of tokens that were verified, until they expire. */
export class VerifiedTokens<Known> {
  readonly #known = new Map<string, { known: Known; expiresMs: number }>();

  find(token: string, nowMs: number): Known | undefined {
    const entry = this.#known.get(token);
    if (entry === undefined) return undefined;
    if (entry.expiresMs > nowMs) return entry.known;
    this.#known.delete(token);
    return undefined;
  }

  keep(token: string, known: Known, expiresMs: number): void {
    if (token.length > keptLengthMax) return;
    const oldest = this.#known.size >= verifiedMax ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(token, { known, expiresMs });
  }
}

export type VerifiedClaims = JWTPayload & { exp: number };

/** The claims of a token; throws {@link TokenFault} for one that is not to be believed. */
export async function verifyToken(token: string, check: TokenCheck): Promise<VerifiedClaims> {
  const claims = await verify(token, check);
  const { exp } = claims;
  if (exp === undefined) throw new TokenFault("TOKEN_EXPIRED", "the token has no expiry");
  return { ...claims, exp };
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

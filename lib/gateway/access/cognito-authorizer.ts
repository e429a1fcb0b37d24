import { Buffer } from "node:buffer";
import { errors, importJWK, type JWTPayload, jwtVerify } from "jose";
import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Authorizer, Method } from "../../definition/rest-api.ts";
import type { Expression } from "../../expressions/expression.ts";
import { compileRegex, type Regex } from "../../regex/compile-regex.ts";
import { logTime } from "../collect-trace.ts";
import type { Exchange } from "../exchange.ts";
import type { Ports } from "../ports.ts";
import { authorizerFailed, badAuthorizer, unauthorized } from "./authorizer-refusals.ts";
import { compileIdentitySources, readIdentity } from "./identity-sources.ts";

export type CognitoAuthorizer = {
  kind: "cognito";
  id: string;
  sources: readonly Expression[];
  /** What the audience of a token has to match. */
  audience: Regex | undefined;
  /** By issuer. */
  pools: ReadonlyMap<string, UserPool>;
  /** One of them has to be in the token; without any an identity token is asked for. */
  scopes: readonly string[];
  /** Tokens that were verified, until they expire. */
  verified: Map<string, JWTPayload>;
};

type UserPool = { region: string; poolId: string };

const poolPattern = /^arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool\/([\w-]+)$/;

export function compileCognitoAuthorizer(authorizer: Authorizer, method: Method): CognitoAuthorizer {
  const pools = new Map<string, UserPool>();
  for (const arn of authorizer.providerARNs ?? []) {
    const match = poolPattern.exec(arn);
    if (match === null) throw badAuthorizer(`Invalid user pool ARN: ${arn}`);
    const [region = "", poolId = ""] = match.slice(1);
    pools.set(`https://cognito-idp.${region}.amazonaws.com/${poolId}`, { region, poolId });
  }
  const pattern = authorizer.identityValidationExpression;
  return {
    kind: "cognito",
    id: authorizer.id,
    sources: compileIdentitySources(authorizer.identitySource ?? "method.request.header.Authorization"),
    audience: pattern ? compileRegex(pattern) : undefined,
    pools,
    scopes: method.authorizationScopes ?? [],
    verified: new Map(),
  };
}

/** Verifies the token of a user pool and lets the exchange know its claims. */
export async function askCognitoAuthorizer(authorizer: CognitoAuthorizer, exchange: Exchange): Promise<JWTPayload> {
  const token = readIdentity(authorizer.sources, exchange)?.[0]?.replace(/^Bearer\s+/i, "");
  if (token === undefined || token === "") throw unauthorized("TOKEN_MISSING", { authorizerId: authorizer.id });
  const claims = await verifiedClaims(authorizer, exchange, token);
  checkUse(authorizer, claims);
  exchange.authorizer = { claims: claimTexts(claims) };
  return claims;
}

/** More tokens than this are verified anew; each takes some 2 KB. */
const verifiedMax = 10_000;

async function verifiedClaims(authorizer: CognitoAuthorizer, exchange: Exchange, token: string): Promise<JWTPayload> {
  const { verified } = authorizer;
  const known = verified.get(token);
  const nowSeconds = exchange.startedAtMs / 1_000;
  if (known?.exp !== undefined && known.exp > nowSeconds) return known;
  verified.delete(token);
  const claims = await verify(authorizer, exchange, token);
  if (claims.exp === undefined) throw unauthorized("TOKEN_EXPIRED", { authorizerId: authorizer.id, fault: "the token has no expiry" });
  const oldest = verified.size >= verifiedMax ? verified.keys().next().value : undefined;
  if (oldest !== undefined) verified.delete(oldest);
  verified.set(token, claims);
  return claims;
}

async function verify(authorizer: CognitoAuthorizer, exchange: Exchange, token: string): Promise<JWTPayload> {
  const { ports, startedAtMs } = exchange;
  try {
    const { payload } = await jwtVerify(token, (header) => findKey(authorizer, ports, { token, keyId: header.kid }), {
      // The keys of user pools are RSA keys; a token must not choose another way to be checked.
      algorithms: ["RS256"],
      issuer: [...authorizer.pools.keys()],
      currentDate: new Date(startedAtMs),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw unauthorized("TOKEN_EXPIRED", { authorizerId: authorizer.id }, "The incoming token has expired");
    if (!(error instanceof errors.JOSEError)) throw error;
    throw unauthorized(reasonOf(error), { authorizerId: authorizer.id, fault: error.message });
  }
}

function reasonOf(error: errors.JOSEError): ReasonCode {
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iss") return "TOKEN_ISSUER";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf") return "TOKEN_EXPIRED";
  return "TOKEN_SIGNATURE";
}

async function findKey(authorizer: CognitoAuthorizer, ports: Ports, { token, keyId }: { token: string; keyId: string | undefined }) {
  const issuer = claimedIssuer(token);
  const pool = issuer === undefined ? undefined : authorizer.pools.get(issuer);
  if (pool === undefined) throw new errors.JWTClaimValidationFailed('unexpected "iss" claim value', {}, "iss", "check_failed");
  const url = `${ports.aws.endpoint("cognito-idp", pool.region).replace(/\/$/, "")}/${pool.poolId}/.well-known/jwks.json`;
  const key = await ports.keySets.findKey(url, keyId).catch((error: unknown) => {
    throw authorizerFailed("The keys of the user pool cannot be read", { authorizerId: authorizer.id, url }, error);
  });
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return importJWK(key, "RS256");
}

/** The issuer that a token names, before anything is verified: it only says where to look for keys. */
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

function checkUse({ id, scopes, audience }: CognitoAuthorizer, claims: JWTPayload): void {
  const audienceOf = typeof claims.aud === "string" ? claims.aud : String(claims.client_id ?? "");
  if (audience !== undefined && !audience.matches(audienceOf))
    throw unauthorized("TOKEN_AUDIENCE", { authorizerId: id, audience: audienceOf });
  if (scopes.length === 0) {
    if (claims.token_use !== "id") throw unauthorized("TOKEN_AUDIENCE", { authorizerId: id, fault: "an identity token is needed" });
    return;
  }
  const granted = typeof claims.scope === "string" ? claims.scope.split(" ") : [];
  if (claims.token_use === "access" && scopes.some((scope) => granted.includes(scope))) return;
  throw unauthorized("SCOPE_MISSING", { authorizerId: id, wanted: scopes.join(" "), granted: granted.join(" ") });
}

/** Claims as templates see them: lists and maps as text, numbers as text. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) texts[name] = value.join(",");
    else if (name === "exp" || name === "iat" || name === "auth_time") texts[name] = logTime(Number(value) * 1_000);
    else texts[name] = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  }
  return texts;
}

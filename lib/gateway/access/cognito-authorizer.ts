import { errors, type JWTPayload } from "jose";
import type { Authorizer, Method } from "../../definition/rest-api.ts";
import type { Expression } from "../../expressions/expression.ts";
import { compileRegex, type Regex } from "../../regex/compile-regex.ts";
import { logTime } from "../collect-trace.ts";
import type { Exchange } from "../exchange.ts";
import type { Ports } from "../ports.ts";
import { authorizerFailed, badAuthorizer, unauthorized } from "./authorizer-refusals.ts";
import { compileIdentitySources, readIdentity } from "./identity-sources.ts";
import { type TokenCheck, TokenFault, type VerifiedClaims, VerifiedTokens, verifyToken } from "./jwt.ts";
import { matchesToken } from "./matches-token.ts";

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
  verified: VerifiedTokens<JWTPayload>;
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
    verified: new VerifiedTokens(),
  };
}

/** Verifies the token of a user pool and lets the exchange know its claims. */
export async function askCognitoAuthorizer(authorizer: CognitoAuthorizer, exchange: Exchange): Promise<JWTPayload> {
  const token = readIdentity(authorizer.sources, exchange)?.[0]?.replace(/^Bearer\s+/i, "");
  if (token === undefined || token === "") throw unauthorized("TOKEN_MISSING", { authorizerId: authorizer.id });
  const claims = await claimsOf(authorizer, exchange, token);
  checkUse(authorizer, claims);
  exchange.authorizer = { claims: claimTexts(claims) };
  return claims;
}

async function claimsOf(authorizer: CognitoAuthorizer, exchange: Exchange, token: string): Promise<JWTPayload> {
  const { verified } = authorizer;
  const known = verified.find(token, exchange.startedAtMs);
  if (known !== undefined) return known;
  const claims = await verify(authorizer, exchange, token);
  verified.keep(token, claims, claims.exp * 1_000);
  return claims;
}

async function verify(authorizer: CognitoAuthorizer, exchange: Exchange, token: string): Promise<VerifiedClaims> {
  const { id, pools } = authorizer;
  try {
    return await verifyToken(token, {
      // The keys of user pools are RSA keys; a token must not choose another way to be checked.
      algorithms: ["RS256"],
      issuers: [...pools.keys()],
      nowMs: exchange.startedAtMs,
      findKey: (wanted) => findKey(authorizer, exchange.ports, wanted),
    });
  } catch (error) {
    if (!(error instanceof TokenFault)) throw error;
    if (error.cause instanceof errors.JWTExpired)
      throw unauthorized("TOKEN_EXPIRED", { authorizerId: id }, "The incoming token has expired");
    throw unauthorized(error.reason, { authorizerId: id, fault: error.message });
  }
}

type WantedKey = Parameters<TokenCheck["findKey"]>[0];

async function findKey(authorizer: CognitoAuthorizer, ports: Ports, { keyId, issuer }: WantedKey) {
  const pool = issuer === undefined ? undefined : authorizer.pools.get(issuer);
  if (pool === undefined) throw new TokenFault("TOKEN_ISSUER", 'unexpected "iss" claim value');
  const url = `${ports.aws.endpoint("cognito-idp", pool.region).replace(/\/$/, "")}/${pool.poolId}/.well-known/jwks.json`;
  return ports.keySets.findKey(url, keyId).catch((error: unknown) => {
    throw authorizerFailed("The keys of the user pool cannot be read", { authorizerId: authorizer.id, url }, error);
  });
}

function checkUse({ id, scopes, audience }: CognitoAuthorizer, claims: JWTPayload): void {
  const audienceOf = typeof claims.aud === "string" ? claims.aud : String(claims.client_id ?? "");
  if (audience !== undefined && !matchesToken(audience, audienceOf))
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

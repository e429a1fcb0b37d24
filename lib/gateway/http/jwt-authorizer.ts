import type { JWTPayload } from "jose";
import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Route, V2Authorizer } from "../../definition/v2-api.ts";
import type { RequestExpression } from "../../expressions/request-expression.ts";
import { authorizerFailed, badAuthorizer } from "../access/authorizer-refusals.ts";
import { TokenFault, type VerifiedClaims, type VerifiedTokens, verifyToken } from "../access/jwt.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../refusal.ts";
import { compileIdentity, readIdentityOf } from "./identity.ts";

export type JwtAuthorizer = {
  kind: "jwt";
  id: string;
  sources: readonly RequestExpression[];
  issuer: string;
  audiences: ReadonlySet<string>;
  /** One of them has to be in the token, if there are any. */
  scopes: readonly string[];
  verified: VerifiedTokens<KnownToken>;
};

/** A token that is good for the authorizer, whatever scopes a route asks for. */
export type KnownToken = { claims: Readonly<Record<string, string>>; granted: ReadonlySet<unknown> };

// Ways to sign that need a public key only: with a shared one, who can check a token could make it.
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

export function compileJwtAuthorizer(authorizer: V2Authorizer, route: Route, verified: VerifiedTokens<KnownToken>): JwtAuthorizer {
  const { issuer, audience = [] } = authorizer.jwtConfiguration ?? {};
  if (issuer === undefined || !URL.canParse(issuer)) throw badAuthorizer(`Invalid issuer: ${issuer ?? ""}`);
  return {
    kind: "jwt",
    id: authorizer.authorizerId,
    sources: compileIdentity(authorizer.identitySource),
    issuer,
    audiences: new Set(audience),
    scopes: route.authorizationScopes ?? [],
    verified,
  };
}

/** Verifies the token of a request and lets the exchange know its claims. A token that is known takes no turn of the event loop. */
export function askJwtAuthorizer(authorizer: JwtAuthorizer, exchange: Exchange): Promise<void> | void {
  const token = readIdentityOf(authorizer.sources, exchange)?.[0]?.replace(/^Bearer\s+/i, "");
  if (token === undefined || token === "") throw refuseToken(authorizer, "TOKEN_MISSING");
  if (exchange.trace.isKept) exchange.trace.annotate({ config: { entity: "authorizer", id: authorizer.id } });
  const known = authorizer.verified.find(token, exchange.startedAtMs);
  if (known !== undefined) return admit(authorizer, exchange, known);
  return learnToken(authorizer, exchange, token).then((learned) => admit(authorizer, exchange, learned));
}

function admit(authorizer: JwtAuthorizer, exchange: Exchange, { claims, granted }: KnownToken): void {
  exchange.authorizer = { claims, scopes: grantedScopes(authorizer, granted) };
  exchange.authorizerEvent = { jwt: exchange.authorizer };
}

async function learnToken(authorizer: JwtAuthorizer, exchange: Exchange, token: string): Promise<KnownToken> {
  const claims = await verify(authorizer, exchange, token);
  checkClaims(authorizer, claims, exchange.startedAtMs / 1_000);
  const list = claims.scope ?? claims.scp;
  const known = {
    claims: claimTexts(claims),
    granted: new Set(typeof list === "string" ? list.split(" ") : Array.isArray(list) ? list : []),
  };
  authorizer.verified.keep(token, known, claims.exp * 1_000);
  return known;
}

async function verify(authorizer: JwtAuthorizer, exchange: Exchange, token: string): Promise<VerifiedClaims> {
  const { id, issuer } = authorizer;
  try {
    return await verifyToken(token, {
      algorithms,
      issuers: [issuer],
      nowMs: exchange.startedAtMs,
      findKey: async (wanted) => {
        if (wanted.issuer !== issuer) throw new TokenFault("TOKEN_ISSUER", "the token does not have a valid issuer");
        // The service wants every token to name its key.
        if (wanted.keyId === undefined) return undefined;
        return exchange.ports.keySets.findIssuerKey(issuer, wanted.keyId).catch((error: unknown) => {
          throw authorizerFailed("The keys of the issuer cannot be read", { authorizerId: id, issuer }, error);
        });
      },
    });
  } catch (error) {
    if (error instanceof TokenFault) throw refuseToken(authorizer, error.reason, error.message);
    throw error;
  }
}

function checkClaims(authorizer: JwtAuthorizer, { aud, client_id, iat, nbf }: JWTPayload, nowSeconds: number): void {
  // client_id stands in only where there is no audience.
  const given = aud === undefined ? [client_id] : [aud].flat();
  if (!given.some((audience) => typeof audience === "string" && authorizer.audiences.has(audience))) {
    throw refuseToken(authorizer, "TOKEN_AUDIENCE", `audience ${given.join(" ")}`);
  }
  const from = Math.max(nbf ?? 0, iat ?? 0);
  if (from > nowSeconds) throw refuseToken(authorizer, "TOKEN_EXPIRED", "the token is not valid yet");
}

/** Those of the route's scopes that the token has; null for a route without scopes. */
function grantedScopes(authorizer: JwtAuthorizer, granted: KnownToken["granted"]): string[] | null {
  const { id, scopes } = authorizer;
  if (scopes.length === 0) return null;
  const shared = scopes.filter((wanted) => granted.has(wanted));
  if (shared.length > 0) return shared;
  const headers = challenge(authorizer, "insufficient_scope", "the token does not have a valid scope");
  const evidence = { authorizerId: id, wanted: scopes.join(" "), granted: [...granted].join(" ") };
  throw new Refusal({
    responseType: "ACCESS_DENIED",
    reason: "SCOPE_MISSING",
    evidence,
    headers,
    logLine: "The token has none of the scopes",
  });
}

const descriptions: Partial<Record<ReasonCode, string>> = {
  TOKEN_EXPIRED: "the token has expired",
  TOKEN_ISSUER: "the token does not have a valid issuer",
  TOKEN_AUDIENCE: "the token does not have a valid audience",
  TOKEN_SIGNATURE: "the token has an invalid signature",
};

function refuseToken(authorizer: JwtAuthorizer, reason: ReasonCode, fault?: string): Refusal {
  const description = fault === "the token is not valid yet" ? fault : descriptions[reason];
  const headers = description === undefined ? ["WWW-Authenticate", "Bearer"] : challenge(authorizer, "invalid_token", description);
  const evidence = { authorizerId: authorizer.id, ...(fault !== undefined && { fault }) };
  return new Refusal({
    responseType: "UNAUTHORIZED",
    reason,
    evidence,
    headers,
    logLine: `Unauthorized request: ${description ?? "no token"}`,
  });
}

function challenge({ scopes }: JwtAuthorizer, error: string, description: string): string[] {
  return [
    "WWW-Authenticate",
    `Bearer scope="${scopes.join(" ").replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "")}" error="${error}" error_description="${description}"`,
  ];
}

/** Claims as functions see them: everything is text, lists stand in brackets. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) texts[name] = `[${value.map(claimText).join(" ")}]`;
    else texts[name] = claimText(value);
  }
  return texts;
}

function claimText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

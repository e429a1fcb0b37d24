import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export type OidcClaims = { sub: string; email?: string; email_verified?: boolean; name?: string };

export type OidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who is signed in at the provider now. */
  signedIn: OidcClaims;
  /** How the next ID token is spoilt. */
  fault: "none" | "nonce" | "key" | "audience";
  /** Whether the ID token is short, and the rest of the claims is asked for. */
  hasShortTokens: boolean;
  /** What the last call of the authorization endpoint asked for. */
  asked: URLSearchParams | undefined;
  close(): Promise<void>;
};

type Grant = { challenge: string; nonce: string; redirectUri: string; claims: OidcClaims };

/** An OpenID provider on loopback that checks what a careful one checks: the client, PKCE and the address to go back to. */
export async function startOidcProvider(redirectUri: () => string): Promise<OidcProvider> {
  const keys = await generateKeyPair("RS256");
  const others = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    ...{ issuer, clientId: "gatehouse", clientSecret: "a secret of the client", fault: "none", hasShortTokens: false, asked: undefined },
    signedIn: { sub: "nobody" },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", issuer);
    if (pathname === "/.well-known/openid-configuration") return send(response, 200, discovery(issuer));
    if (pathname === "/jwks") return send(response, 200, { keys: [jwk] });
    if (pathname === "/authorize") return authorize(response, searchParams);
    if (pathname === "/token") return token(request, response);
    if (pathname === "/userinfo") return send(response, 200, provider.signedIn);
    return send(response, 404, {});
  }

  function authorize(response: ServerResponse, asked: URLSearchParams): void {
    provider.asked = asked;
    const back = new URL(asked.get("redirect_uri") ?? "");
    const isCareful = asked.get("code_challenge_method") === "S256" && asked.get("response_type") === "code" && asked.has("nonce");
    if (asked.get("client_id") !== provider.clientId || back.href !== redirectUri() || !isCareful) {
      send(response, 400, {});
      return;
    }
    const code = `code-${grants.size}`;
    const [challenge, nonce] = [asked.get("code_challenge") ?? "", asked.get("nonce") ?? ""];
    grants.set(code, { challenge, nonce, redirectUri: back.href, claims: provider.signedIn });
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request));
    const wanted = [provider.clientId, provider.clientSecret].map((part) => encodeURIComponent(part).replaceAll("%20", "+")).join(":");
    const isClient = request.headers.authorization === `Basic ${Buffer.from(wanted).toString("base64")}`;
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!isClient || grant?.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri")) {
      return send(response, 400, { error: "invalid_grant" });
    }
    const { sub, ...more } = grant.claims;
    const idToken = await new SignJWT({
      ...(provider.hasShortTokens ? {} : more),
      nonce: provider.fault === "nonce" ? "another" : grant.nonce,
    })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuer(issuer)
      .setSubject(sub)
      .setAudience(provider.fault === "audience" ? "another" : provider.clientId)
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(provider.fault === "key" ? others.privateKey : keys.privateKey);
    return send(response, 200, { access_token: "t", token_type: "Bearer", expires_in: 300, id_token: idToken });
  }
  return provider;
}

function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { storableText } from "../base/storable.ts";
import { emailLengthMax, normalizeEmail } from "./users.ts";

export const oidcId = "oidc";

export type OidcSettings = {
  issuer: string;
  clientId: string;
  /** Absent for a public client, which PKCE alone protects. */
  clientSecret: string | undefined;
  /** What people call it, on the button. */
  name: string;
  scopes: string;
};

/** Whom a provider vouches for. */
export type Identity = { email: string; isVerified: boolean; name: string };

const timeoutMs = 10_000;
const nameLengthMax = 100;

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.email().max(emailLengthMax).optional().catch(undefined),
  email_verified: z
    .union([z.boolean(), z.literal("true")])
    .optional()
    .catch(undefined),
  name: z.string().optional().catch(undefined),
});

/** A provider that says about itself what is needed: discovery, authorization code with PKCE, state and nonce, a signed ID token. */
export function oidcProvider({ issuer, clientId, clientSecret, name, scopes }: OidcSettings): OAuthConfig<Record<string, unknown>> {
  return {
    ...{ id: oidcId, name, type: "oauth", idToken: true, checks: ["pkce", "state", "nonce"] },
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: scopes } },
    clientId,
    ...(clientSecret === undefined ? { client: { token_endpoint_auth_method: "none" } } : { clientSecret }),
    httpOptions: { timeout: timeoutMs },
    userinfo: {
      // The standard leaves it to providers whether the ID token or only the other endpoint has the address.
      async request({ tokens, client }) {
        const claims = "claims" in tokens && typeof tokens.claims === "function" ? tokens.claims() : {};
        const { access_token } = tokens;
        if (typeof claims.email === "string" || access_token === undefined || !client.issuer.metadata.userinfo_endpoint) return claims;
        const more = await client.userinfo(access_token);
        // The signed token says who it is; the other answer may only add to it.
        return more.sub === claims.sub ? { ...more, ...claims } : claims;
      },
    },
    profile: (claims) => ({ id: claimsSchema.parse(claims).sub, email: identityOf(claims).email, name: identityOf(claims).name }),
  };
}

/** What counts of the claims of a provider. */
export function identityOf(claims: unknown): Identity {
  const parsed = claimsSchema.safeParse(claims);
  const { email = "", email_verified, name = "" } = parsed.success ? parsed.data : {};
  const address = normalizeEmail(email);
  return {
    email: address,
    isVerified: email_verified !== undefined && email_verified !== false,
    name: storableText(name.slice(0, nameLengthMax)) || address,
  };
}

/** Says of an address whether a list of domains and addresses has it. */
export function parseAllowed(list: string): (email: string) => boolean {
  const entries = new Set(
    list
      .split(",")
      .map(normalizeEmail)
      .filter((entry) => entry !== ""),
  );
  // `@example.com` is meant as the domain.
  return (email) => entries.has(email) || ["", "@"].some((sign) => entries.has(`${sign}${email.slice(email.lastIndexOf("@") + 1)}`));
}

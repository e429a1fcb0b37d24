import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { Database } from "../db/database.ts";
import type { Attempts } from "./attempts.ts";
import { type Identity, identityOf, type OidcSettings, oidcId, oidcProvider } from "./oidc.ts";
import { passwordLengthMax } from "./password.ts";
import { checkCredentials, emailLengthMax, findMemberByEmail, normalizeEmail } from "./users.ts";

export type SingleSignOn = OidcSettings & {
  /** Whether somebody whom the provider vouches for may come in; else the reason, as the sign-in page knows it. */
  admit(identity: Identity): Promise<"admitted" | SignInRefusal>;
};
export type SignInRefusal = "OidcNoEmail" | "OidcNotVerified" | "OidcNotInvited";

export type AuthContext = {
  db: Database;
  accountId: string;
  secret: string;
  attempts: Attempts;
  singleSignOn?: SingleSignOn | undefined;
};

const sessionSeconds = 7 * 24 * 3600;

/** What a session token carries: who, and which generation of sessions. Roles are read from the database on each call. */
export type SessionClaims = { userId: string; version: number };

/** NextAuth with e-mail and password, and a provider where one is set. next-auth 4 allows credentials with JWT sessions only. */
export function authOptions({ db, accountId, secret, attempts, singleSignOn }: AuthContext): NextAuthOptions {
  return {
    secret,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/login", error: "/login" },
    providers: [
      Credentials({
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        async authorize(credentials) {
          const email = normalizeEmail(credentials?.email ?? "");
          const password = credentials?.password ?? "";
          if (email === "" || email.length > emailLengthMax || password.length > passwordLengthMax) return null;
          if (!attempts.mayTry(email)) throw new Error("TooManyAttempts");
          // Counted before the password is looked at, so that guesses that come at once count too.
          attempts.failed(email);
          const user = await checkCredentials(db, accountId, { email, password });
          if (!user) return null;
          attempts.succeeded(email);
          return { id: user.id, name: user.name, email: user.email, version: user.sessionVersion };
        },
      }),
      ...(singleSignOn ? [oidcProvider(singleSignOn)] : []),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== oidcId) return true;
        const answer = singleSignOn === undefined ? "OidcNotInvited" : await singleSignOn.admit(identityOf(profile));
        return answer === "admitted" || `/login?error=${answer}`;
      },
      async jwt({ token, user, account }) {
        if (!user) return token;
        if (account?.provider === oidcId) {
          const member = await findMemberByEmail(db, accountId, user.email ?? "");
          return member === undefined ? {} : { sub: member.id, userId: member.id, version: member.sessionVersion };
        }
        return { sub: user.id, userId: user.id, version: "version" in user ? user.version : 0 };
      },
      session({ session, token }) {
        return { ...session, claims: { userId: token.userId, version: token.version } };
      },
    },
  };
}

/** The claims of a session, if it has them. */
export function claimsOf(session: unknown): SessionClaims | undefined {
  if (typeof session !== "object" || session === null || !("claims" in session)) return undefined;
  const { claims } = session;
  if (typeof claims !== "object" || claims === null || !("userId" in claims) || !("version" in claims)) return undefined;
  return typeof claims.userId === "string" && typeof claims.version === "number"
    ? { userId: claims.userId, version: claims.version }
    : undefined;
}

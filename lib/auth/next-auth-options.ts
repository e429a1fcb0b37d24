import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { Database } from "../db/database.ts";
import type { Attempts } from "./attempts.ts";
import { passwordLengthMax } from "./password.ts";
import { checkCredentials, emailLengthMax, normalizeEmail } from "./users.ts";

export type AuthContext = { db: Database; accountId: string; secret: string; attempts: Attempts };

const sessionSeconds = 7 * 24 * 3600;

/** What a session token carries: who, and which generation of sessions. Roles are read from the database on each call. */
export type SessionClaims = { userId: string; version: number };

/** NextAuth with e-mail and password. next-auth 4 allows credentials with JWT sessions only. */
export function authOptions({ db, accountId, secret, attempts }: AuthContext): NextAuthOptions {
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
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
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

import { getServerSession } from "next-auth";
import { makeAttempts } from "@/lib/auth/attempts";
import { type AuthContext, authOptions, claimsOf } from "@/lib/auth/next-auth-options";
import { findSessionUser, type SignedInUser } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";
import { scopeFor } from "@/lib/services/runtime-scope";
import type { Scope } from "@/lib/services/scope";

const attempts = makeAttempts(() => new Date());

/** What sign-in needs of the process. */
export async function authContext(): Promise<AuthContext> {
  const { db, environment, authSecret: secret } = await getRuntime();
  return { db, accountId: environment.GATEHOUSE_ACCOUNT_ID, secret, attempts };
}

/** Who calls, with the role that the database has for them now. */
export async function findUser(): Promise<SignedInUser | undefined> {
  const context = await authContext();
  const claims = claimsOf(await getServerSession(authOptions(context)));
  return claims && findSessionUser(context.db, context.accountId, claims);
}

/** The scope in which a person at the console acts. */
export async function consoleScope(user: SignedInUser, requestId?: string): Promise<Scope> {
  const runtime = await getRuntime();
  return scopeFor(runtime, {
    actor: { userId: user.id, name: user.name, role: user.role, via: "console" },
    ...(requestId ? { requestId } : {}),
  });
}

import { getServerSession } from "next-auth";
import { makeAttempts } from "@/lib/auth/attempts";
import { type AuthContext, authOptions, claimsOf, type SingleSignOn } from "@/lib/auth/next-auth-options";
import { parseAllowed } from "@/lib/auth/oidc";
import { findSessionUser, type SignedInUser } from "@/lib/auth/users";
import { getRuntime, type Runtime } from "@/lib/services/runtime";
import { scopeFor } from "@/lib/services/runtime-scope";
import type { Actor, Scope } from "@/lib/services/scope";
import { admitIdentity } from "@/lib/services/single-sign-on";

const attempts = makeAttempts(() => new Date());

/** What sign-in needs of the process. */
export async function authContext(): Promise<AuthContext> {
  const runtime = await getRuntime();
  const { db, environment, authSecret: secret } = runtime;
  return { db, accountId: environment.GATEHOUSE_ACCOUNT_ID, secret, attempts, singleSignOn: singleSignOnOf(runtime) };
}

/** The provider that the environment names, if it does, and who may come in by it. */
function singleSignOnOf(runtime: Runtime): SingleSignOn | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ...rest } = runtime.environment;
  if (issuer === undefined || clientId === undefined) return undefined;
  const rules = { allow: parseAllowed(rest.OIDC_ALLOW ?? ""), role: rest.OIDC_ROLE };
  const scopeOf = (actor: Actor) => scopeFor(runtime, { actor });
  return {
    ...{ issuer, clientId, clientSecret, name: rest.OIDC_NAME, scopes: rest.OIDC_SCOPES },
    admit: (identity) => admitIdentity(scopeOf, runtime, { identity, rules }),
  };
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

import type { ApiKeyVault } from "../auth/api-key-vault.ts";
import type { RandomBytes } from "../base/ids.ts";
import { mayRole, type Permission, type Role } from "../base/roles.ts";
import { ServiceError } from "../base/service-error.ts";
import type { Database } from "../db/database.ts";
import type { WriteTx } from "./journal.ts";

/** An account and region. The row behind it is made by the first write. */
export type WorkspaceRef = { readonly id: string; readonly accountId: string; readonly region: string };

export type Actor = {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly via: "console" | "api" | "system";
};

/** Who works where and with what; the first argument of every service. */
export type Scope = {
  readonly db: Database;
  readonly clock: () => Date;
  readonly random: RandomBytes;
  readonly workspace: WorkspaceRef;
  readonly actor: Actor;
  readonly requestId: string;
  /** Seals and finds the values of API keys. */
  readonly apiKeys: ApiKeyVault;
  /** The change that the services called with this scope are parts of. */
  readonly within?: LargerChange;
};

/** A change of several services: their writes go into one revision. */
export type LargerChange = {
  readonly tx: WriteTx;
  /** APIs whose definition or release the parts changed. */
  readonly apis: Set<string>;
  /** What is done once after all parts, by a key. */
  readonly afterwards: Map<string, () => Promise<void>>;
};

export function workspaceRef(accountId: string, region: string): WorkspaceRef {
  return { id: `${accountId}/${region}`, accountId, region };
}

/** The actor of what the process does on its own: start, seed. */
export const systemActor: Actor = { userId: "system", name: "Gatehouse", role: "owner", via: "system" };

/** Throws unless the actor's role has the permission. */
export function demand(scope: Scope, permission: Permission, action: string): void {
  if (mayRole(scope.actor.role, permission)) return;
  throw new ServiceError(
    "AccessDeniedException",
    `User: ${scope.actor.name} is not authorized to perform: ${action} because the role ${scope.actor.role} does not allow it`,
  );
}

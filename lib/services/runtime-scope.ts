import type { ApiKeyVault } from "../auth/api-key-vault.ts";
import type { Sealer } from "../auth/seal.ts";
import { newUuid, type RandomBytes } from "../base/ids.ts";
import type { Database } from "../db/database.ts";
import type { Ports } from "../gateway/ports.ts";
import type { Actor, Scope, WorkspaceRef } from "./scope.ts";

/** What a door needs of the process it stands in. */
export type RuntimeCore = {
  readonly db: Database;
  readonly clock: () => Date;
  readonly random: RandomBytes;
  /** Where the console works unless it is told another workspace. */
  readonly workspace: WorkspaceRef;
  /** What tests of methods call backends with. */
  readonly ports: Ports;
  /** Opens the secrets of access keys. */
  readonly sealer: Sealer;
  readonly apiKeys: ApiKeyVault;
  /** Where clients reach the gateway. */
  readonly gatewayUrl: string;
  /** Writes down what nobody expected. */
  readonly report: (trouble: { requestId: string; error: unknown }) => void;
};

export type ScopeOptions = { actor: Actor; workspace?: WorkspaceRef; requestId?: string };

/** The scope of one request. */
export function scopeFor(runtime: RuntimeCore, options: ScopeOptions): Scope {
  const { db, clock, random, apiKeys } = runtime;
  const workspace = options.workspace ?? runtime.workspace;
  return { db, clock, random, apiKeys, workspace, actor: options.actor, requestId: options.requestId ?? newUuid(random) };
}

/** Trouble as a JSON line on standard error. */
export function reportTrouble({ requestId, error }: { requestId: string; error: unknown }): void {
  const detail =
    error instanceof Error ? { message: error.message, stack: error.stack, cause: String(error.cause ?? "") } : { message: String(error) };
  process.stderr.write(`${JSON.stringify({ level: "error", requestId, ...detail })}\n`);
}

import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureEnvironmentAccessKey } from "../auth/access-keys.ts";
import { type Environment, parseEnvironment } from "../base/environment.ts";
import { cryptoBytes, newId, newUuid, type RandomBytes } from "../base/ids.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { lockDatabase } from "../db/lock-database.ts";
import { migrate } from "../db/migrate.ts";
import { type Actor, type Scope, type WorkspaceRef, workspaceRef } from "./scope.ts";

/** What the console process has one of. */
export type Runtime = {
  readonly db: Database;
  readonly environment: Environment;
  readonly clock: () => Date;
  readonly random: RandomBytes;
  /** Where the console works unless it is told another workspace. */
  readonly workspace: WorkspaceRef;
  readonly feedToken: string;
};

// Next bundles routes and instrumentation apart and reloads modules in development: only the global object is shared by all of them.
const key = Symbol.for("gatehouse.runtime");
const shared = globalThis as typeof globalThis & { [key]?: Promise<Runtime> };

/** Opens the database on the first call: locks it, migrates it, makes what the environment asks for. */
export function getRuntime(): Promise<Runtime> {
  shared[key] ??= openRuntime(parseEnvironment(process.env)).catch((error: unknown) => {
    delete shared[key];
    throw error;
  });
  return shared[key];
}

export async function openRuntime(environment: Environment): Promise<Runtime> {
  await mkdir(environment.DATA_DIR, { recursive: true, mode: 0o700 });
  const url = environment.DATABASE_URL ?? `file:${join(environment.DATA_DIR, "gatehouse.db")}`;
  if (url.startsWith("file:")) await lockDatabase(url.slice("file:".length));
  const db = await openDatabase(url);
  await migrate(db, join(process.cwd(), "prisma/migrations"));
  const clock = () => new Date();
  await ensureKey(db, environment, clock);
  return {
    db,
    environment,
    clock,
    random: cryptoBytes,
    workspace: workspaceRef(environment.GATEHOUSE_ACCOUNT_ID, environment.AWS_REGION),
    feedToken: environment.FEED_TOKEN ?? (await readOrMakeSecret(join(environment.DATA_DIR, "feed-token"))),
  };
}

export type ScopeOptions = { actor: Actor; workspace?: WorkspaceRef; requestId?: string };

/** The scope of one request. */
export function scopeFor(runtime: Runtime, options: ScopeOptions): Scope {
  const { db, clock, random } = runtime;
  const workspace = options.workspace ?? runtime.workspace;
  return { db, clock, random, workspace, actor: options.actor, requestId: options.requestId ?? newUuid(random) };
}

async function ensureKey(db: Database, environment: Environment, clock: () => Date): Promise<void> {
  const { GATEHOUSE_ACCESS_KEY_ID: accessKeyId, GATEHOUSE_SECRET_ACCESS_KEY: secret, GATEHOUSE_ACCOUNT_ID: accountId } = environment;
  if (accessKeyId === undefined || secret === undefined) return;
  await ensureEnvironmentAccessKey(db, { accessKeyId, secret, accountId }, clock);
}

const secretLength = 43;

/** The secret in a file that only we can read; the first caller makes it. */
export async function readOrMakeSecret(file: string): Promise<string> {
  try {
    const handle = await open(file, "wx", 0o600);
    const secret = newId(cryptoBytes, secretLength);
    await handle.writeFile(`${secret}\n`);
    await handle.close();
    return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return (await readFile(file, "utf8")).trim();
  }
}

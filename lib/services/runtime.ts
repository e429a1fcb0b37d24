import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureEnvironmentAccessKey } from "../auth/access-keys.ts";
import { type Environment, parseEnvironment } from "../base/environment.ts";
import { cryptoBytes, newId } from "../base/ids.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { lockDatabase } from "../db/lock-database.ts";
import { migrate } from "../db/migrate.ts";
import { createPorts } from "../ports/real-ports.ts";
import { type RuntimeCore, reportTrouble } from "./runtime-scope.ts";
import { workspaceRef } from "./scope.ts";

/** What the console process has one of. */
export type Runtime = RuntimeCore & {
  readonly environment: Environment;
  /** What gateways show when they ask for changes. */
  readonly feedToken: string;
  close(): Promise<void>;
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

/** A console that ends beside us, after its supervisor was killed say, is gone within this time. */
const formerProcessMs = 12_000;

export async function openRuntime(environment: Environment): Promise<Runtime> {
  await mkdir(environment.DATA_DIR, { recursive: true, mode: 0o700 });
  const url = environment.DATABASE_URL ?? `file:${join(environment.DATA_DIR, "gatehouse.db")}`;
  const unlock = url.startsWith("file:") ? await lockDatabase(url.slice("file:".length), { waitMs: formerProcessMs }) : async () => {};
  const db = await openDatabase(url);
  await migrate(db, join(process.cwd(), "prisma/migrations"));
  const clock = () => new Date();
  const ports = createPorts({ integrationDeny: environment.INTEGRATION_DENY, variables: process.env });
  await ensureKey(db, environment, clock);
  return {
    db,
    environment,
    clock,
    random: cryptoBytes,
    ports,
    report: reportTrouble,
    close: async () => {
      await ports.close();
      await db.close();
      await unlock();
    },
    workspace: workspaceRef(environment.GATEHOUSE_ACCOUNT_ID, environment.AWS_REGION),
    feedToken: environment.FEED_TOKEN ?? (await readOrMakeSecret(join(environment.DATA_DIR, "feed-token"))),
  };
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

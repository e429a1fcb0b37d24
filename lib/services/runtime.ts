import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureEnvironmentAccessKey, type KeyStore, sealAccessKeys } from "../auth/access-keys.ts";
import { type ApiKeyVault, makeApiKeyVault, sealApiKeys } from "../auth/api-key-vault.ts";
import { makeSealer, type Sealer } from "../auth/seal.ts";
import { databaseUrl, type Environment, parseEnvironment } from "../base/environment.ts";
import { cryptoBytes } from "../base/ids.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { lockAddress } from "../db/lock-database.ts";
import { migrate, migrationsFolder } from "../db/migrate.ts";
import type { AccessSecrets } from "../feed/server/load-access.ts";
import { RowNotes } from "../feed/server/row-notes.ts";
import { createPorts } from "../ports/real-ports.ts";
import { type RuntimeCore, reportTrouble } from "./runtime-scope.ts";
import { workspaceRef } from "./scope.ts";
import { readOrMakeSecret } from "./secret-file.ts";

/** What the console process has one of. */
export type Runtime = RuntimeCore & {
  readonly environment: Environment;
  /** What gateways show when they ask for changes. */
  readonly feedToken: string;
  /** What signs sessions, and what the keys of other secrets come from. */
  readonly authSecret: string;
  /** What gateways need to know callers by their keys. */
  readonly accessSecrets: AccessSecrets;
  /** Rows that could not be read for gateways. */
  readonly rowNotes: RowNotes;
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
  const url = databaseUrl(environment);
  const unlock = await lockAddress(url, { waitMs: formerProcessMs });
  const db = await openDatabase(url);
  await migrate(db, migrationsFolder);
  const clock = () => new Date();
  const ports = createPorts({
    integrationDeny: environment.INTEGRATION_DENY,
    variables: process.env,
    onTrouble: (message) => reportTrouble({ requestId: "", error: message }),
  });
  const authSecret = environment.AUTH_SECRET ?? (await readOrMakeSecret(join(environment.DATA_DIR, "auth-secret")));
  const sealer = makeSealer(authSecret, "access-keys");
  const apiKeys = makeApiKeyVault(authSecret);
  await sealAccessKeys({ db, sealer });
  await sealApiKeys(db, apiKeys);
  await ensureKey({ db, sealer }, environment, clock);
  const feedToken = environment.FEED_TOKEN ?? (await readOrMakeSecret(join(environment.DATA_DIR, "feed-token")));
  const notices = await joinNotices(db, { url: environment.REDIS_URL, feedToken });
  return {
    db,
    sealer,
    apiKeys,
    authSecret,
    accessSecrets: accessSecretsOf(apiKeys, sealer),
    rowNotes: new RowNotes((message) => reportTrouble({ requestId: "", error: message })),
    environment,
    gatewayUrl: environment.GATEWAY_PUBLIC_URL ?? `http://localhost:${environment.GATEWAY_PORT}`,
    clock,
    random: cryptoBytes,
    ports,
    report: reportTrouble,
    close: async () => {
      notices?.close();
      await ports.close();
      await db.close();
      await unlock();
    },
    workspace: workspaceRef(environment.GATEHOUSE_ACCOUNT_ID, environment.AWS_REGION),
    feedToken,
  };
}

/** Most installations are one node and need none of it. */
async function joinNotices({ commits }: Database, { url, feedToken }: { url: string | undefined; feedToken: string }) {
  if (url === undefined) return undefined;
  const { joinChangeNotices } = await import("./change-notices.ts");
  return joinChangeNotices(commits, { url, feedToken });
}

function accessSecretsOf(apiKeys: ApiKeyVault, sealer: Sealer): AccessSecrets {
  return {
    hashKey: apiKeys.hashKey,
    hashStored: ({ id, workspaceId, value }) => {
      const plain = apiKeys.open(value, id);
      const [accountId = "", region = ""] = workspaceId.split("/");
      return plain === undefined ? undefined : apiKeys.hash({ accountId, region, value: plain });
    },
    openAccessKey: (sealed, id) => sealer.open(sealed, id),
  };
}

async function ensureKey(store: KeyStore, environment: Environment, clock: () => Date): Promise<void> {
  const { GATEHOUSE_ACCESS_KEY_ID: accessKeyId, GATEHOUSE_SECRET_ACCESS_KEY: secret, GATEHOUSE_ACCOUNT_ID: accountId } = environment;
  if (accessKeyId === undefined || secret === undefined) return;
  await ensureEnvironmentAccessKey(store, { accessKeyId, secret, accountId }, clock);
}

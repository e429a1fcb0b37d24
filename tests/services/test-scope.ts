import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { makeApiKeyVault } from "@/lib/auth/api-key-vault.ts";
import { cryptoBytes, newUuid } from "@/lib/base/ids.ts";
import { type Database, openDatabase } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { type Actor, type Scope, workspaceRef } from "@/lib/services/scope.ts";

const migrations = join(process.cwd(), "prisma/migrations");

export const owner: Actor = { userId: "user-1", name: "Ada", role: "owner", via: "console" };

/** A fresh database for the tests of a file: SQLite in a file, or a PostgreSQL database of its own when TEST_DATABASE_URL is set. */
export async function openTestDatabase(): Promise<{ db: Database; close: () => Promise<void> }> {
  const { TEST_DATABASE_URL: url } = process.env;
  return url === undefined ? openSqliteFile() : openPostgresql(url);
}

/** A fresh SQLite database, whatever the tests run on. */
export async function openSqliteFile(): Promise<{ db: Database; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  const db = await openDatabase(`file:${join(folder, "test.db")}`);
  await migrate(db, migrations);
  const close = async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { db, close };
}

async function openPostgresql(url: string) {
  const name = `test_${newUuid().replaceAll("-", "")}`;
  const admin = await openDatabase(url);
  await admin.reader.$executeRawUnsafe(`CREATE DATABASE "${name}"`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = await openDatabase(own.href);
  await migrate(db, migrations);
  const close = async () => {
    await db.close();
    await admin.reader.$executeRawUnsafe(`DROP DATABASE "${name}" WITH (FORCE)`);
    await admin.close();
  };
  return { db, close };
}

export type ScopeOverrides = Partial<Omit<Scope, "db">> & { accountId?: string };

const apiKeys = makeApiKeyVault("the secret of the tests");

export function scopeOn(db: Database, { accountId = "000000000000", ...overrides }: ScopeOverrides = {}): Scope {
  const workspace = workspaceRef(accountId, "us-east-1");
  return { db, clock: () => new Date(), random: cryptoBytes, workspace, actor: owner, requestId: newUuid(), apiKeys, ...overrides };
}

/** Scopes on one database for all tests of a file; tests use accounts of their own where lists matter. */
export function prepareDatabase(): { scope: (overrides?: ScopeOverrides) => Scope } {
  let open: Awaited<ReturnType<typeof openTestDatabase>> | undefined;
  beforeAll(async () => {
    open = await openTestDatabase();
  });
  afterAll(() => open?.close());
  return {
    scope: (overrides) => {
      if (open === undefined) throw new Error("scopes exist inside tests only");
      return scopeOn(open.db, overrides);
    },
  };
}

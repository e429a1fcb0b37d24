import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { StartRefusal } from "../base/start-refusal.ts";
import type { Database, Transaction } from "./database.ts";

/** Every process of ours runs in the folder of the product. */
export const migrationsFolder = join(process.cwd(), "prisma/migrations");

export type Migration = { name: string; sql: string; checksum: string };

/** Applies what is missing, each file in a transaction; returns the names that were applied. */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const migrations = await readMigrations(join(folder, db.provider));
  await db.transaction((tx) => tx.$executeRawUnsafe(migrationTable));
  const names: string[] = [];
  for (const migration of migrations) {
    if (await db.transaction((tx) => applyOnce(tx, migration))) names.push(migration.name);
  }
  return names;
}

/** Records what was applied. */
export const migrationTable = `CREATE TABLE IF NOT EXISTS "Migration" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "checksum" TEXT NOT NULL,
  "appliedAt" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)`;

/** The name of the migration that the database is at. */
export async function findLastMigration(tx: Transaction): Promise<string> {
  const rows = await tx.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Migration" ORDER BY "name" DESC LIMIT 1`;
  return rows[0]?.name ?? "";
}

export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(join(folder, name), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** Applies a migration unless it is recorded; whether it was applied. */
export async function applyOnce(tx: Transaction, migration: Migration): Promise<boolean> {
  const rows = await tx.$queryRaw<{ checksum: string }[]>`SELECT "checksum" FROM "Migration" WHERE "name" = ${migration.name}`;
  const known = rows[0]?.checksum;
  if (known === migration.checksum) return false;
  if (known !== undefined) {
    throw new StartRefusal(
      `The database was made with another text of migration ${migration.name}. Use the version of Gatehouse that made it, or restore a backup.`,
    );
  }
  for (const statement of statementsOf(migration.sql)) await tx.$executeRawUnsafe(statement);
  await tx.$executeRaw`INSERT INTO "Migration" ("name", "checksum") VALUES (${migration.name}, ${migration.checksum})`;
  return true;
}

/** In migration files a statement ends with a semicolon at the end of a line. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*$/m)
    .map((statement) => statement.replace(/^\s*--.*$/gm, "").trim())
    .filter((statement) => statement !== "");
}

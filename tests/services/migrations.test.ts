import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { expect, test } from "vitest";
import type { Database } from "@/lib/db/database.ts";
// The generator is plain JavaScript.
import { missingMigration, schemaDifference } from "../../bin/generate-migration.mjs";
import { openTestDatabase } from "./test-scope.ts";

/** In memory the adapter loses tables between transactions. */
class FileForShadow extends PrismaLibSql {
  override connectToShadowDb() {
    return this.connect();
  }
}

test("the migrations of SQLite leave nothing to do between an empty database and the schema", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-db-"));
  const adapters = new FileForShadow({ url: `file:${join(folder, "shadow.db")}` });

  expect(await missingMigration({ provider: "sqlite", adapters })).toBe("");
  await rm(folder, { recursive: true });
});

// The engine cannot read PostgreSQL's catalogue through the adapter, so the catalogue itself is compared.
if (process.env.TEST_DATABASE_URL !== undefined) {
  test("the migrations of PostgreSQL make the tables, indexes and keys of the schema", async () => {
    const { db, close } = await openTestDatabase();
    const after = await readFile("prisma/schema.prisma", "utf8");
    const wanted = await schemaDifference({ before: undefined, after, provider: "postgresql" });

    await db.transaction(async (tx) => {
      await tx.$executeRawUnsafe('CREATE SCHEMA "wanted"');
      await tx.$executeRawUnsafe('SET LOCAL search_path = "wanted"');
      for (const statement of wanted.split(/;[ \t]*$/m)) if (statement.trim() !== "") await tx.$executeRawUnsafe(statement);
    });

    expect(await catalogueOf(db, "public")).toEqual(await catalogueOf(db, "wanted"));
    await close();
  });
}

async function catalogueOf(db: Database, schema: string): Promise<string[]> {
  const rows = await db.reader.$queryRawUnsafe<{ line: string }[]>(
    `SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line
       FROM information_schema.columns WHERE table_schema = $1 AND table_name <> 'Migration'
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename <> 'Migration'
     UNION ALL SELECT concat_ws(' ', conrelid::regclass::text, pg_get_constraintdef(oid)) FROM pg_constraint
       WHERE connamespace = to_regnamespace($1) AND contype = 'f'`,
    schema,
  );
  return rows.map(({ line }) => line.replaceAll(`${schema}.`, "")).sort();
}

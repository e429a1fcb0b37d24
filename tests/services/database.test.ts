import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findKeyHolder } from "@/lib/auth/access-keys.ts";
import { parseEnvironment } from "@/lib/base/environment.ts";
import { openDatabase } from "@/lib/db/database.ts";
import { lockDatabase } from "@/lib/db/lock-database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openRuntime } from "@/lib/services/runtime.ts";
// The generator is plain JavaScript.
import { schemaDifference } from "../../bin/generate-migration.mjs";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-db-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a database is locked for one process and free again when it ends", async () => {
  const file = join(folder, "locked.db");
  const unlock = await lockDatabase(file);

  const second = lockDatabase(file);

  await expect(second).rejects.toThrow("is in use by another Gatehouse process");
  await unlock();
  await (await lockDatabase(file))();
});

test("a lock is waited for while its holder is ending", async () => {
  const file = join(folder, "ending.db");
  const unlock = await lockDatabase(file);

  const second = lockDatabase(file, { waitMs: 10_000 });
  await unlock();

  await (await second)();
});

test("migrations are applied once, and a file that changed afterwards stops the start", async () => {
  const migrations = join(folder, "migrations");
  await cp("prisma/migrations", migrations, { recursive: true });
  const db = await openDatabase(`file:${join(folder, "migrated.db")}`);
  const files = (await readdir(join(migrations, "sqlite"))).sort();

  expect(await migrate(db, migrations)).toEqual(files);
  expect(await migrate(db, migrations)).toEqual([]);
  await writeFile(join(migrations, "sqlite", files[0] ?? ""), "SELECT 1;\n");
  await expect(migrate(db, migrations)).rejects.toThrow("another text of migration 0001-first.sql");
  await db.close();
});

test.each(["sqlite", "postgresql"])("the migrations of %s make every table and index of the schema", async (provider) => {
  const schema = await readFile("prisma/schema.prisma", "utf8");
  const wanted = objectsIn(await schemaDifference({ before: undefined, after: schema, provider }));

  const files = await readdir(`prisma/migrations/${provider}`);
  const texts = await Promise.all(files.map((file) => readFile(`prisma/migrations/${provider}/${file}`, "utf8")));

  expect(objectsIn(texts.join("\n"))).toEqual(wanted);
});

/** What is there after the statements; with a table go its indexes. */
function objectsIn(sql: string): string[] {
  const tables = new Map<string, string>();
  for (const [text, verb, name = "", on] of sql.matchAll(/(CREATE|DROP) (?:TABLE|(?:UNIQUE )?INDEX) "(\w+)"(?: ON "(\w+)")?/g)) {
    if (verb === "CREATE") tables.set(text.replace(/ ON .*/, ""), on ?? name);
    else for (const [object, table] of tables) if (table === name || object.endsWith(`"${name}"`)) tables.delete(object);
  }
  return [...tables.keys()].sort();
}

test("the process makes its access key and its feed token once", async () => {
  const environment = parseEnvironment({
    DATA_DIR: join(folder, "data"),
    GATEHOUSE_ACCESS_KEY_ID: "test",
    GATEHOUSE_SECRET_ACCESS_KEY: "test",
  });
  const first = await openRuntime(environment);
  await first.close();

  const second = await openRuntime(environment);

  expect(second.feedToken).toBe(first.feedToken);
  expect((await findKeyHolder(second, "test"))?.secret).toBe("test");
  await second.close();
});

test.each([
  { variables: { PORT: "no" }, says: "PORT" },
  { variables: { DATABASE_URL: "mysql://x" }, says: "DATABASE_URL: starts with file: or postgresql:" },
  { variables: { GATEHOUSE_ACCOUNT_ID: "1" }, says: "GATEHOUSE_ACCOUNT_ID: has 12 digits" },
])("a bad environment is refused with $says", ({ variables, says }) => {
  expect(() => parseEnvironment(variables)).toThrow(says);
});

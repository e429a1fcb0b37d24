import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findKeyHolder } from "@/lib/auth/access-keys.ts";
import { parseEnvironment } from "@/lib/base/environment.ts";
import { openDatabase } from "@/lib/db/database.ts";
import { PrismaClient } from "@/lib/db/generated/sqlite/client.ts";
import { lockDatabase } from "@/lib/db/lock-database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { OneConnectionSqlite } from "@/lib/db/one-connection.ts";
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

test("a transaction that fails leaves nothing, and the next one on its connection begins anew", async () => {
  const db = await openDatabase(`file:${join(folder, "failing.db")}`);
  await db.transaction((tx) => tx.$executeRawUnsafe("CREATE TABLE note (id TEXT PRIMARY KEY)"));
  const insert = (id: string) => `INSERT INTO note VALUES ('${id}')`;
  const fail = db.transaction(async (tx) => {
    await tx.$executeRawUnsafe(insert("lost"));
    throw new Error("on purpose");
  });
  const repeat = db.transaction(async (tx) => {
    await tx.$executeRawUnsafe(insert("twice"));
    await tx.$executeRawUnsafe(insert("twice"));
  });
  const kept = db.transaction((tx) => tx.$executeRawUnsafe(insert("kept")));

  await expect(fail).rejects.toThrow("on purpose");
  await expect(repeat).rejects.toThrow("UNIQUE constraint failed");
  await kept;

  expect(await db.reader.$queryRawUnsafe("SELECT id FROM note")).toEqual([{ id: "kept" }]);
  await db.close();
});

test("after a statement that SQLite could not run nothing more is written, even when the error is caught", async () => {
  const db = await openDatabase(`file:${join(folder, "caught.db")}`);
  await db.transaction((tx) => tx.$executeRawUnsafe("CREATE TABLE note (id TEXT PRIMARY KEY)"));

  const attempt = db.transaction(async (tx) => {
    await tx.$executeRawUnsafe("INSERT INTO note VALUES ('first')");
    await tx.$executeRawUnsafe("INSERT INTO nowhere VALUES (1)").catch(() => undefined);
    await tx.$executeRawUnsafe("INSERT INTO note VALUES ('second')");
  });

  await expect(attempt).rejects.toThrow("The transaction has ended.");
  expect(await db.reader.$queryRawUnsafe("SELECT id FROM note")).toEqual([]);
  await db.transaction((tx) => tx.$executeRawUnsafe("INSERT INTO note VALUES ('third')"));
  expect(await db.reader.$queryRawUnsafe("SELECT id FROM note")).toEqual([{ id: "third" }]);
  await db.close();
});

test("a transaction that found the file locked does not keep the next ones from their commit", async () => {
  const url = `file:${join(folder, "busy.db")}`;
  const client = () => new PrismaClient({ adapter: new OneConnectionSqlite({ url, timeout: 50 }) });
  const [one, other] = [client(), client()];
  await one.$executeRawUnsafe("CREATE TABLE note (id TEXT PRIMARY KEY)");
  const insert = (id: string) => `INSERT INTO note VALUES ('${id}')`;

  await other.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(insert("holder"));
    await expect(one.$transaction((late) => late.$executeRawUnsafe(insert("late")))).rejects.toThrow("database is locked");
  });
  for (const id of ["next", "last"]) await one.$transaction((tx) => tx.$executeRawUnsafe(insert(id)));

  expect(await other.$queryRawUnsafe("SELECT id FROM note ORDER BY id")).toEqual([{ id: "holder" }, { id: "last" }, { id: "next" }]);
  await Promise.all([one.$disconnect(), other.$disconnect()]);
});

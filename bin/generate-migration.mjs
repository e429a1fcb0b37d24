import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineGlue from "@prisma/schema-engine-wasm/schema_engine_bg";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** Writes the SQL that leads from the schema in git to the one on disk, once for each database. */
export async function generateMigration(name) {
  const after = await readFile(join(root, "prisma/schema.prisma"), "utf8");
  const before = await schemaInGit();
  for (const provider of ["sqlite", "postgresql"]) {
    const sql = await schemaDifference({ before, after, provider });
    if (sql === "") console.log(`${provider}: nothing to do`);
    else await writeMigration({ provider, name, sql });
  }
}

/** SQL from one schema text to another; an undefined one is an empty database. */
export function schemaDifference({ before, after, provider }) {
  const from = before === undefined ? { tag: "empty" } : schemaTarget(before, provider);
  return difference({ from, to: schemaTarget(after, provider), adapters: offlineAdapters(provider) });
}

/** SQL that the migration files lack to make the schema; `adapters` opens the empty database that they are applied to. */
export async function missingMigration({ provider, adapters }) {
  const folder = join(root, "prisma/migrations", provider);
  const names = (await readdir(folder)).filter((file) => /^\d{4}-.*\.sql$/.test(file)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  // SQLite's adapter runs the first statement of a text only, so each statement is a migration of its own here.
  const statements = texts.flatMap((text) => text.split(/;[ \t]*$/m)).filter((statement) => statement.trim() !== "");
  const migrationDirectories = statements.map((value, index) => ({
    path: String(index),
    migrationFile: { path: "migration.sql", content: { tag: "ok", value } },
  }));
  const lockfile = { path: "migration_lock.toml", content: `provider = "${provider}"` };
  const from = { tag: "migrations", baseDir: "/", lockfile, shadowDbInitScript: "", migrationDirectories };
  const schema = await readFile(join(root, "prisma/schema.prisma"), "utf8");
  return difference({ from, to: schemaTarget(schema, provider), adapters: bindMigrationAwareSqlAdapterFactory(adapters) });
}

const schemaTarget = (schema, provider) => ({
  tag: "schemaDatamodel",
  files: [{ path: "schema.prisma", content: schema.replace('provider = "sqlite"', `provider = "${provider}"`) }],
});

async function difference({ from, to, adapters }) {
  engineReady ??= loadEngine();
  await engineReady;
  const engine = await engineGlue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapters);
  const answer = await engine.diff({
    from,
    to,
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = answer.stdout ?? "";
  return sql.includes("This is an empty migration") ? "" : sql.replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', "");
}

/** The engine asks for a connection when it is made, and uses none to compare two schemas. */
function offlineAdapters(provider) {
  const answer = (value) => ({ ok: true, value, map: () => answer(value), flatMap: () => answer(value) });
  const errorRegistry = { consumeError: () => undefined };
  const identity = { provider: provider === "sqlite" ? "sqlite" : "postgres", adapterName: "offline", errorRegistry };
  const adapter = {
    ...identity,
    queryRaw: async () => answer({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => answer(0),
    executeScript: async () => answer(undefined),
    getConnectionInfo: () => answer({ schemaName: "public", supportsRelationJoins: false }),
    dispose: async () => answer(undefined),
  };
  return { ...identity, connect: async () => answer(adapter), connectToShadowDb: async () => answer(adapter) };
}

let engineReady;

/** Node 20 cannot import WebAssembly as a module, so the engine is put together by hand. */
async function loadEngine() {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), { "./schema_engine_bg.js": engineGlue });
  engineGlue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

async function schemaInGit() {
  try {
    const { stdout } = await run("git", ["show", "HEAD:prisma/schema.prisma"], { cwd: root });
    return stdout;
  } catch {
    return undefined;
  }
}

async function writeMigration({ provider, name, sql }) {
  const folder = join(root, "prisma/migrations", provider);
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.sql$/.test(file));
  const number = String(files.length + 1).padStart(4, "0");
  await writeFile(join(folder, `${number}-${name}.sql`), sql);
  console.log(`prisma/migrations/${provider}/${number}-${name}.sql`);
}

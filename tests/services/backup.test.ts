import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApiKeyVault } from "@/lib/auth/api-key-vault.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { parseEnvironment } from "@/lib/base/environment.ts";
import type { Database } from "@/lib/db/database.ts";
import { findLastMigration } from "@/lib/db/migrate.ts";
import { readPages, tables } from "@/lib/db/tables.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { createApiKey, getApiKey } from "@/lib/services/api-keys.ts";
import { readBackupHeader } from "@/lib/services/backup/backup-file.ts";
import { downloadBackup } from "@/lib/services/backup/download-backup.ts";
import { backUpInstallation, restoreInstallation } from "@/lib/services/backup/installation.ts";
import { restoreBackup } from "@/lib/services/backup/restore-backup.ts";
import { writeBackup } from "@/lib/services/backup/write-backup.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createDomainName } from "@/lib/services/domain-names.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi, getRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createUsagePlanKey } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan } from "@/lib/services/usage-plans.ts";
import { eventually } from "../support/product.ts";
import { metricPoint, record } from "./facts-fixture.ts";
import { openSqliteFile, openTestDatabase, owner, scopeOn } from "./test-scope.ts";

const authSecret = "the secret of the tests";
const passphrase = "correct horse battery";
const at = new Date("2026-11-22T01:02:03.000Z");
const sealer = makeSealer(authSecret, "access-keys");
const keySealer = { sealAgain: sealer.open, sealVariableAgain: sealer.open };

let folder: string;
let source: Database;
let scope: Scope;
let close: () => Promise<void>;
let apiId: string;
let keyId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-backup-"));
  const open = await openTestDatabase();
  [source, close, scope] = [open.db, open.close, scopeOn(open.db)];
  await fill();
});
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

/** One of many kinds: definitions, releases, sealed values, counters, logs, history. */
async function fill(): Promise<void> {
  const { id, rootResourceId: resourceId } = await createRestApi(scope, { name: "pets", description: "Ünïcode \"and\" '$.quotes'" });
  apiId = id;
  const method = { restApiId: id, resourceId, httpMethod: "GET" };
  await putMethod(scope, { ...method, authorizationType: "NONE", apiKeyRequired: true });
  await putIntegration(scope, { ...method, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
  await createDeployment(scope, { restApiId: id, stageName: "prod", variables: { host: "a" } });
  const key = await createApiKey(scope, { name: "mobile", enabled: true, value: "a-value-of-twenty-letters" });
  keyId = key.id;
  const plan = await createUsagePlan(scope, {
    name: "Gold",
    apiStages: [{ apiId: id, stage: "prod" }],
    quota: { limit: 9, period: "DAY" },
  });
  await createUsagePlanKey(scope, { usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" });
  await createDomainName(
    scope,
    { sealer: makeSealer(authSecret, "access-keys") },
    {
      domainName: "api.example.com",
      endpointConfiguration: { types: ["REGIONAL"] },
    },
  );
  const period = `${plan.id}/${key.id}/2026-11-22`;
  const counted = { planId: plan.id, keyId: key.id };
  await source.transaction(async (tx) => {
    await tx.usage.create({ data: { id: period, ...counted, day: "2026-11-22", used: 9_007_199_254_740_991n } });
    await tx.quotaPeriod.create({ data: { id: period, ...counted, reserved: 7n, extra: -2n } });
  });
  const batch = { batchId: "batch-1", node: "n", usage: [], dropped: { records: 0, metrics: 0, traces: 0 } };
  const facts = {
    records: [record({ apiId: id, requestId: "r-1", reason: "KEY_MISSING" })],
    metrics: [metricPoint({ apiId: id, count: 3 })],
  };
  await ingest(source, { ...batch, ...facts }, { at, explain: explainRecords });
}

async function backUp(name: string, options: { passphrase?: string; hasLogs?: boolean } = {}): Promise<string> {
  const file = join(folder, name);
  await writeBackup(source, createWriteStream(file), { authSecret, at, hasLogs: true, ...options });
  return file;
}

async function contentOf(db: Database): Promise<Record<string, unknown[]>> {
  const content: Record<string, unknown[]> = {};
  await db.still(async (tx) => {
    for (const table of tables) {
      const rows: unknown[] = [];
      for await (const page of readPages(tx, table)) rows.push(...page);
      content[table.name] = rows;
    }
  });
  return content;
}

const restore = (db: Database, file: string, isReplacing = false) =>
  restoreBackup(db, { file, isReplacing, workspace: scope.workspace, at });

/** Databases to restore into: SQLite, and the other kind where the tests run on it. */
const targets = [
  { kind: "SQLite", open: openSqliteFile },
  ...(process.env.TEST_DATABASE_URL === undefined ? [] : [{ kind: "PostgreSQL", open: openTestDatabase }]),
];

test.each(targets)("a restore into an empty $kind gives the same rows, and gateways get the same", async ({ open }) => {
  const file = await backUp(`whole-${targets.length}-${open.name}.backup`);
  const target = await open();

  const count = await restore(target.db, file);

  const [before, after] = [await contentOf(source), await contentOf(target.db)];
  const restored = after.Revision?.pop();
  expect(after).toEqual(before);
  expect(count).toBe(Object.values(before).flat().length);
  expect(restored).toMatchObject({ action: "installation:restore", summary: "Restore the backup of 2026-11-22T01:02:03.000Z" });
  const vault = makeApiKeyVault(authSecret);
  const secrets = { hashKey: vault.hashKey, hashStored: () => undefined, openAccessKey: () => undefined, ...keySealer };
  const [{ seq: _, ...wanted }, { seq: seqNow, ...served }] = [
    await loadChanges(source.reader, secrets, 0),
    await loadChanges(target.db.reader, secrets, 0),
  ];
  expect(served).toEqual(wanted);
  expect(served.apis[0]?.stages[0]).toMatchObject({ apiId, stageName: "prod" });
  expect((await loadChanges(target.db.reader, secrets, seqNow - 1)).reset).toBe(true);
  await target.close();
});

test.each(targets)(
  "work goes on after a restore into $kind: keys open, the history can be taken back, numbers follow",
  async ({ open }) => {
    const file = await backUp(`on-${targets.length}-${open.name}.backup`);
    const target = await open();
    await restore(target.db, file);
    const there = scopeOn(target.db);

    await updateRestApi(there, { restApiId: apiId }, (draft) => ({ ...draft, description: "after" }));
    const [latest, restored] = await listRevisions(there, { limit: 2 });
    await undoRevision(there, latest?.seq ?? 0);

    expect(latest?.seq).toBeGreaterThan(restored?.seq ?? 0);
    expect((await getRestApi(there, { restApiId: apiId })).description).toBe("Ünïcode \"and\" '$.quotes'");
    expect((await getApiKey(there, { apiKey: keyId, includeValue: true })).value).toBe("a-value-of-twenty-letters");
    await target.close();
  },
);

test.each(targets)("what was made on SQLite is the same in $kind, and its history can be taken back there", async ({ kind, open }) => {
  const made = await openSqliteFile();
  const here = scopeOn(made.db);
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(here, { name: "moved", description: "before" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(here, { ...method, authorizationType: "NONE", requestParameters: { "method.request.querystring.z": true } });
  await putIntegration(here, { ...method, type: "MOCK", requestTemplates: { "text/b": "b", "application/json": '{"statusCode": 200}' } });
  await createDeployment(here, { restApiId, stageName: "prod", variables: { host: "a" } });
  await createApiKey(here, { name: "off", enabled: false, value: "another-value-of-letters" });
  await updateRestApi(here, { restApiId }, (draft) => ({ ...draft, description: "after \u0001 \u2028" }));
  const facts = { records: [record({ apiId: restApiId, requestId: "r-2" })], metrics: [metricPoint({ apiId: restApiId, count: 3 })] };
  const batch = { batchId: "batch-1", node: "n", usage: [], dropped: { records: 0, metrics: 0, traces: 0 } };
  await ingest(made.db, { ...batch, ...facts }, { at, explain: explainRecords });
  const file = join(folder, `moved-to-${kind}.backup`);
  await writeBackup(made.db, createWriteStream(file), { authSecret, at, hasLogs: true });
  const target = await open();

  await restore(target.db, file);
  const { Revision: history, ...content } = await contentOf(target.db);
  const { Revision: told, ...wanted } = await contentOf(made.db);
  const there = scopeOn(target.db);
  const [, update] = await listRevisions(there, { limit: 2 });
  await undoRevision(there, update?.seq ?? 0);

  expect(content).toEqual(wanted);
  expect(history?.slice(0, -1)).toEqual(told);
  expect(update?.action).toBe("api:update");
  expect((await getRestApi(there, { restApiId })).description).toBe("before");
  await Promise.all([made.close(), target.close()]);
});

test("gateways that saw a few changes after the backup ask for everything after its restore", async () => {
  const file = await backUp("behind.backup");
  const { seq } = await readBackupHeader(file);
  const target = await openSqliteFile();
  const { hashKey } = makeApiKeyVault(authSecret);
  const secrets = { hashKey, hashStored: () => undefined, openAccessKey: () => undefined, ...keySealer };

  await restore(target.db, file);

  for (const later of [0, 1, 2, 3, 100]) {
    const answer = await loadChanges(target.db.reader, secrets, seq + later);
    expect({ later, reset: answer.reset }).toEqual({ later, reset: true });
  }
  await target.close();
});

test("a backup is of one moment, whatever is written while it is read", async () => {
  const sink = new PassThrough({ highWaterMark: 1 });
  const writing = writeBackup(source, sink, { authSecret, at, hasLogs: true });
  // The header is out, so the moment is chosen; the rest waits for a reader.
  await once(sink, "readable");
  const { id } = await createRestApi(scope, { name: "too late" });
  const bytes: Buffer[] = [];
  sink.on("data", (chunk: Buffer) => bytes.push(chunk));
  await writing;

  const lines = gunzipSync(Buffer.concat(bytes)).toString();

  expect(lines).toContain(apiId);
  expect(lines).not.toContain(id);
});

test("without logs a backup has everything else", async () => {
  const file = await backUp("no-logs.backup", { hasLogs: false });
  const target = await openSqliteFile();

  await restore(target.db, file);

  const { LogEntry, MetricPoint, Api, Usage } = await contentOf(target.db);
  expect({ LogEntry, MetricPoint }).toEqual({ LogEntry: [], MetricPoint: [] });
  expect([Api?.length, Usage?.length]).toEqual([(await contentOf(source)).Api?.length, 1]);
  await target.close();
});

test("an installation is not overwritten unless that is said", async () => {
  const file = await backUp("refused.backup");
  const target = await openTestDatabase();
  const own = await createRestApi(scopeOn(target.db), { name: "mine" });
  const before = await contentOf(target.db);

  await expect(restore(target.db, file)).rejects.toThrow("There is an installation already.");
  expect(await contentOf(target.db)).toEqual(before);
  await restore(target.db, file, true);

  const names = (await contentOf(target.db)).Api?.map((row) => row);
  expect(names).not.toContainEqual(expect.objectContaining({ id: own.id }));
  expect(names).toContainEqual(expect.objectContaining({ id: apiId, name: "pets" }));
  await target.close();
});

test("what is damaged, foreign or newer is refused in words, and nothing is written", async () => {
  const whole = await readFile(await backUp("whole.backup"));
  const lines = gunzipSync(whole).toString().trimEnd().split("\n");
  const [header = "", ...others] = lines;
  const zipped = (...texts: string[]) => gzipSync(`${texts.join("\n")}\n`);
  const flipped = Buffer.from(whole);
  flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 255;
  const withHeader = (more: object) => zipped(JSON.stringify({ ...JSON.parse(header), ...more }), ...others);
  const cases: [string, Buffer, string][] = [
    ["cut", whole.subarray(0, whole.length - 40), "The backup is damaged: it ends too early."],
    ["flipped", flipped, "The backup is damaged: "],
    ["a line less", zipped(header, ...others.slice(0, 3), ...others.slice(4)), "The backup is damaged: its check sum does not fit."],
    ["changed", zipped(...lines.map((line) => line.replace("pets", "cats"))), "The backup is damaged: its check sum does not fit."],
    ["no end", zipped(...lines.slice(0, -1)), "The backup is damaged: it ends too early."],
    ["more after the end", zipped(...lines, "[]"), "The backup is damaged: something follows its end."],
    ["a foreign table", zipped(header, '{"table":"sqlite_master","columns":["name"]}'), "the table sqlite_master does not belong there"],
    ["a picture", Buffer.from("\x89PNG\r\n"), "This file is not a backup of Gatehouse."],
    ["nothing", Buffer.alloc(0), "The backup is damaged: it ends too early."],
    ["other lines", zipped('{"a":1}'), "This file is not a backup of Gatehouse."],
    ["another form", withHeader({ format: 2 }), "A newer version of Gatehouse made this backup."],
    ["a newer database", withHeader({ migration: "9999-later.sql" }), "A newer version of Gatehouse made this backup."],
  ];
  const target = await openTestDatabase();
  const before = await contentOf(target.db);

  for (const [name, bytes, message] of cases) {
    const file = join(folder, "bad.backup");
    await writeFile(file, bytes);
    await expect(restore(target.db, file), name).rejects.toThrow(message);
  }

  expect(await contentOf(target.db)).toEqual(before);
  await target.close();
});

test("tables of another program, or of a newer version, are not taken away, whatever is said", async () => {
  const file = await backUp("others.backup");
  const [foreign, newer] = [await openTestDatabase(), await openTestDatabase()];
  await foreign.db.transaction((tx) => tx.$executeRawUnsafe('DELETE FROM "Migration"'));
  await newer.db.transaction((tx) => tx.$executeRawUnsafe(`INSERT INTO "Migration" ("name", "checksum") VALUES ('9999-later.sql', 'x')`));

  await expect(restore(foreign.db, file, true)).rejects.toThrow("The database has tables of another program.");
  await expect(restore(newer.db, file, true)).rejects.toThrow("A newer version of Gatehouse made this database.");

  for (const { db, close: end } of [foreign, newer]) {
    expect(await db.reader.api.count()).toBe(0);
    await end();
  }
});

test("rows that the database refuses take everything back, the tables that went first included", async () => {
  const lines = gunzipSync(await readFile(await backUp("twice.backup")))
    .toString()
    .trimEnd()
    .split("\n");
  const api = lines.findIndex((line) => line.startsWith('{"table":"Api"'));
  const doubled = [...lines.slice(0, api + 2), lines[api + 1] ?? "", ...lines.slice(api + 2, -1)];
  const file = join(folder, "doubled.backup");
  await writeFile(file, gzipSync(`${[...doubled, endOf(doubled)].join("\n")}\n`));
  const target = await openTestDatabase();
  await createRestApi(scopeOn(target.db), { name: "mine" });
  const before = await contentOf(target.db);

  await expect(restore(target.db, file, true)).rejects.toThrow("The database refused rows of the table Api, so nothing was restored.");

  expect(await contentOf(target.db)).toEqual(before);
  await target.close();
});

function endOf(lines: readonly string[]): string {
  const rows = lines.filter((line) => line.startsWith("[")).length;
  const sha256 = createHash("sha256")
    .update(`${lines.join("\n")}\n`)
    .digest("hex");
  return JSON.stringify({ end: { rows, sha256 } });
}

test("a backup of an earlier version is brought to this one", async () => {
  const lines = gunzipSync(await readFile(await backUp("early.backup")))
    .toString()
    .trimEnd()
    .split("\n");
  // Tables without rows are in no file, so this one is as the version before the last migration would have written it.
  const early = [JSON.stringify({ ...JSON.parse(lines[0] ?? ""), migration: "0014-request-filters.sql" }), ...lines.slice(1, -1)];
  const file = join(folder, "earlier.backup");
  await writeFile(file, gzipSync(`${[...early, endOf(early)].join("\n")}\n`));
  const target = await openTestDatabase();

  await restore(target.db, file);

  expect(await target.db.still(findLastMigration)).toBe(await source.still(findLastMigration));
  expect(await target.db.reader.savedRequest.count()).toBe(0);
  expect((await getRestApi(scopeOn(target.db), { restApiId: apiId })).name).toBe("pets");
  await target.close();
});

/** The installation of a machine with these variables. */
const machine = (name: string, variables: Record<string, string> = {}) => parseEnvironment({ DATA_DIR: join(folder, name), ...variables });

test("commands back up and restore a machine whose processes are stopped, the secret under a passphrase included", async () => {
  const carried = await backUp("carried.backup", { passphrase });
  const second = join(folder, "second.backup");

  const first = await restoreInstallation(machine("a"), { file: carried, passphrase, isReplacing: false, at });
  await backUpInstallation(machine("a"), { file: second, hasLogs: true, at });
  const again = await restoreInstallation(machine("b", { AUTH_SECRET: authSecret }), { file: second, isReplacing: false, at });

  expect(first.createdAt).toBe(at.toISOString());
  // The second one has the line of the first restore in its history.
  expect(again.rows).toBe(first.rows + 1);
  expect((await readFile(join(folder, "a", "auth-secret"), "utf8")).trim()).toBe(authSecret);
  expect((await stat(join(folder, "a", "auth-secret"))).mode & 0o777).toBe(0o600);
  expect((await stat(second)).mode & 0o777).toBe(0o600);
  await expect(stat(join(folder, "b", "auth-secret"))).rejects.toThrow("ENOENT");
  await expect(backUpInstallation(machine("a"), { file: second, hasLogs: true, at })).rejects.toThrow("EEXIST");
});

test("a backup opens with the secret that sealed it, or with its passphrase, and says which one is missing", async () => {
  const [bare, carried] = [await backUp("bare.backup"), await backUp("sealed.backup", { passphrase })];
  const into = (file: string, given: { passphrase?: string; variables?: Record<string, string> }) =>
    restoreInstallation(machine("c", given.variables), { file, passphrase: given.passphrase, isReplacing: false, at });
  const other = { AUTH_SECRET: "quite another secret" };

  await expect(into(bare, {})).rejects.toThrow("Another secret sealed this backup. Set AUTH_SECRET");
  await expect(into(bare, { variables: other })).rejects.toThrow("Another secret sealed this backup.");
  await expect(into(carried, {})).rejects.toThrow("or BACKUP_PASSPHRASE to the passphrase of the backup");
  await expect(into(carried, { passphrase: "wrong passphrase" })).rejects.toThrow(
    "BACKUP_PASSPHRASE is not the passphrase of this backup.",
  );
  await expect(into(carried, { passphrase, variables: other })).rejects.toThrow("AUTH_SECRET is another than that of the backup.");
  await expect(stat(join(folder, "c", "gatehouse.db"))).rejects.toThrow("ENOENT");
  expect(gunzipSync(await readFile(carried)).toString()).not.toContain(authSecret);
});

test("where there is no installation, none is backed up", async () => {
  await expect(backUpInstallation(machine("nowhere"), { file: join(folder, "x"), hasLogs: true, at })).rejects.toThrow(
    "There is no installation in",
  );
});

test("owners download one backup at a time, and the history tells of it; nobody else does", async () => {
  const unexpected: unknown[] = [];
  const options = { authSecret, hasLogs: false, onTrouble: (error: unknown) => unexpected.push(error) };

  const stream = await eventually("a download begins", () => downloadBackup(scope, options));
  await expect(downloadBackup(scope, options)).rejects.toThrow("Another backup is being written.");
  const unzip = createGunzip();
  const [lines] = await Promise.all([text(unzip), pipeline(stream, unzip)]);

  expect(lines.trimEnd().split("\n").at(-1)).toMatch(/^{"end":/);
  expect((await listRevisions(scope, { limit: 1 }))[0]).toMatchObject({ action: "installation:backup", actorName: owner.name });
  await expect(downloadBackup({ ...scope, actor: { ...owner, role: "editor" } }, options)).rejects.toThrow("is not authorized to perform");
  await expect(downloadBackup(scope, { ...options, passphrase: "short" })).rejects.toThrow("The passphrase needs 10 to 200 characters.");
  expect(unexpected).toEqual([]);
});

test("a download that is broken off frees the way for the next one", async () => {
  const options = { authSecret, hasLogs: true, onTrouble: () => undefined };
  // The one of another test may still put away what it read.
  const broken = await eventually("a download begins", () => downloadBackup(scope, options));
  const closed = new Promise((resolve) => broken.once("close", resolve));

  broken.destroy();
  await closed;

  const next = await eventually("another download begins", () => downloadBackup(scope, options));
  await pipeline(next, new PassThrough().resume());
});

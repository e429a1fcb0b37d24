import { join } from "node:path";
import { fingerprintSecret, openSecret } from "../../auth/backup-secret.ts";
import { ServiceError } from "../../base/service-error.ts";
import { bulkInsert } from "../../db/bulk-insert.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { applyOnce, type Migration, migrationsFolder, migrationTable, readMigrations } from "../../db/migrate.ts";
import { tables } from "../../db/tables.ts";
import { badRequest, conflict } from "../errors.ts";
import { systemActor, type WorkspaceRef } from "../scope.ts";
import { type BackupHeader, readBackup, readBackupHeader } from "./backup-file.ts";
import { findLastChange } from "./write-backup.ts";

export type RestoreOptions = {
  file: string;
  /** What the database holds goes away. */
  isReplacing: boolean;
  /** Whose history tells of it. */
  workspace: WorkspaceRef;
  at: Date;
};

/** Two million log entries take minutes. */
const restoreMs = 3_600_000;

/** Puts a backup in the place of an empty database, or of any that may be replaced: all of it or nothing. Returns how many rows that were. */
export async function restoreBackup(db: Database, options: RestoreOptions): Promise<number> {
  const header = await readBackupHeader(options.file);
  const migrations = await readMigrations(join(migrationsFolder, db.provider));
  const last = migrations.findIndex(({ name }) => name === header.migration);
  if (last < 0) throw badRequest("A newer version of Gatehouse made this backup. Restore it with that version.");
  // The file is read to its end before anything is touched: a damaged one is known then.
  for await (const _batch of readBackup(options.file));
  return db.transaction(
    async (tx) => {
      const formerSeq = await clear(tx, db, { isReplacing: options.isReplacing, migrations });
      // The rows are of the version that made them; what came later is applied to them as to any database of that version.
      await apply(tx, migrations.slice(0, last + 1));
      const count = await insert(tx, db, options.file);
      await apply(tx, migrations.slice(last + 1));
      await note(tx, db, { ...options, header, seq: Math.max(header.seq, formerSeq) + seqGap });
      return count;
    },
    { timeoutMs: restoreMs },
  );
}

/**
 * Numbers that gateways may remember of changes after the backup, where the database that had those is lost: none of them may be this
 * one's, so that each gateway asks for everything.
 */
const seqGap = 10_000;

type Clearing = { isReplacing: boolean; migrations: readonly Migration[] };

/** Takes all tables away and returns the number of the last change that was there. */
async function clear(tx: Transaction, { provider }: Database, { isReplacing, migrations }: Clearing): Promise<number> {
  const known = await tx.$queryRawUnsafe<{ name: string }[]>(tableNames[provider]);
  const names = new Set(known.map(({ name }) => name));
  const own = [...tables].reverse().filter(({ name }) => names.has(name));
  await demandOurs(tx, { hasTables: own.length > 0, hasRecord: names.has("Migration"), migrations });
  if (!isReplacing) {
    for (const { name } of own) {
      const rows = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM "${name}" LIMIT 1`);
      if (rows.length > 0)
        throw conflict("There is an installation already. Name another DATA_DIR or database, or add --replace to lose it.");
    }
  }
  const seq = names.has("Change") && names.has("Revision") ? await findLastChange(tx) : 0;
  for (const name of [...own.map((table) => table.name), "Change", "Migration"]) {
    if (names.has(name)) await tx.$executeRawUnsafe(`DROP TABLE "${name}"`);
  }
  return seq;
}

type Found = { hasTables: boolean; hasRecord: boolean; migrations: readonly Migration[] };

/** What another program made is not taken away, nor is what this version does not know. */
async function demandOurs(tx: Transaction, { hasTables, hasRecord, migrations }: Found): Promise<void> {
  if (!hasTables && !hasRecord) return;
  const applied = hasRecord ? await tx.$queryRawUnsafe<{ name: string }[]>(`SELECT * FROM "Migration"`) : [];
  const first = migrations[0]?.name;
  if (hasTables && !applied.some(({ name }) => name === first)) {
    throw conflict("The database has tables of another program. Name a database of its own in DATABASE_URL.");
  }
  if (applied.some(({ name }) => migrations.every((migration) => migration.name !== name))) {
    throw conflict("A newer version of Gatehouse made this database. Restore with that version, or into another database.");
  }
}

const tableNames = {
  sqlite: `SELECT "name" FROM sqlite_master WHERE "type" = 'table'`,
  postgresql: `SELECT tablename::text AS "name" FROM pg_tables WHERE schemaname = current_schema()`,
} as const;

async function apply(tx: Transaction, migrations: readonly Migration[]): Promise<void> {
  await tx.$executeRawUnsafe(migrationTable);
  for (const migration of migrations) await applyOnce(tx, migration);
}

async function insert(tx: Transaction, { provider }: Database, file: string): Promise<number> {
  let count = 0;
  for await (const { table, rows } of readBackup(file)) {
    try {
      await bulkInsert(tx, provider, { model: table.name, rows });
    } catch (cause) {
      const message = `The database refused rows of the table ${table.name}, so nothing was restored. Is the file a backup of this version or an earlier one?`;
      throw new ServiceError("BadRequestException", message, { cause });
    }
    count += rows.length;
  }
  return count;
}

type Restored = RestoreOptions & { header: BackupHeader; seq: number };

/** One change that everything is of, and a line in the history. */
async function note(tx: Transaction, { provider }: Database, { workspace, at, header, seq }: Restored): Promise<void> {
  await tx.change.create({ data: { seq, workspaceId: workspace.id, apiId: null, release: true, access: true, at } });
  if (provider === "postgresql") await tx.$queryRawUnsafe(`SELECT setval(pg_get_serial_sequence('"Change"', 'seq'), ${seq})::text`);
  await tx.revision.create({
    data: {
      ...{ seq, workspaceId: workspace.id, apiId: null, at, undoes: null },
      ...{ action: "installation:restore", summary: `Restore the backup of ${header.createdAt}`, requestId: "" },
      ...{ actorId: systemActor.userId, actorName: systemActor.name, via: systemActor.via },
    },
  });
}

export type OwnSecret = {
  /** What this installation seals with; undefined where nothing was started yet. */
  own: string | undefined;
  /** The environment says it, so no file can. */
  isGiven: boolean;
  passphrase: string | undefined;
};

/** The secret that opens what the backup has sealed; throws when it is neither ours nor to be had from the file. */
export async function findBackupSecret(header: BackupHeader, { own, isGiven, passphrase }: OwnSecret): Promise<string> {
  if (own !== undefined && fingerprintSecret(own) === header.secretFingerprint) return own;
  const isCarried = header.secret !== undefined;
  if (header.secret === undefined || passphrase === undefined) {
    throw badRequest(
      `Another secret sealed this backup. Set AUTH_SECRET to that of the installation which made it (its file auth-secret in DATA_DIR)${
        isCarried ? ", or BACKUP_PASSPHRASE to the passphrase of the backup" : ""
      }.`,
    );
  }
  const secret = await openSecret(header.secret, passphrase);
  if (secret === undefined) throw badRequest("BACKUP_PASSPHRASE is not the passphrase of this backup.");
  if (fingerprintSecret(secret) !== header.secretFingerprint)
    throw badRequest("The backup carries another secret than the one that sealed it.");
  if (isGiven)
    throw badRequest("AUTH_SECRET is another than that of the backup. Unset it for the restore and the start, or set it to that one.");
  return secret;
}

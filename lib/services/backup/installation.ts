import { existsSync } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { databaseUrl, type Environment } from "../../base/environment.ts";
import { type Database, openDatabase } from "../../db/database.ts";
import { lockAddress } from "../../db/lock-database.ts";
import { findLastMigration, migrationsFolder, readMigrations } from "../../db/migrate.ts";
import { conflict, notFound } from "../errors.ts";
import { workspaceRef } from "../scope.ts";
import { readSecret } from "../secret-file.ts";
import { readBackupHeader } from "./backup-file.ts";
import { findBackupSecret, restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

export type BackUpInput = { file: string; passphrase?: string | undefined; hasLogs: boolean; at: Date };
export type RestoreInput = { file: string; passphrase?: string | undefined; isReplacing: boolean; at: Date };

/** Backs up an installation that no process works with. */
export async function backUpInstallation(environment: Environment, { file, ...options }: BackUpInput): Promise<void> {
  const authSecret = await findOwnSecret(environment);
  const url = databaseUrl(environment);
  if (authSecret === undefined || (url.startsWith("file:") && !existsSync(url.slice("file:".length)))) {
    throw notFound(`There is no installation in ${environment.DATA_DIR}. Set DATA_DIR, and DATABASE_URL where there is one.`);
  }
  await withDatabase(url, async (db) => {
    await demandCurrent(db);
    // Nobody else reads it, and an earlier backup is not overwritten.
    const target = await open(file, "wx", 0o600);
    try {
      await writeBackup(db, target.createWriteStream(), { ...options, authSecret });
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  });
}

async function demandCurrent(db: Database): Promise<void> {
  const newest = (await readMigrations(join(migrationsFolder, db.provider))).at(-1)?.name;
  const own = await db.still(findLastMigration).catch(() => undefined);
  if (own !== newest)
    throw conflict("Another version of Gatehouse made this database. Back it up with that version, or start this one once.");
}

/** Restores a backup where no process works, with the secret that it was sealed with. Returns how many rows that were. */
export async function restoreInstallation(environment: Environment, input: RestoreInput): Promise<{ rows: number; createdAt: string }> {
  const { DATA_DIR, AUTH_SECRET, GATEHOUSE_ACCOUNT_ID, AWS_REGION } = environment;
  const header = await readBackupHeader(input.file);
  const own = await findOwnSecret(environment);
  const secret = await findBackupSecret(header, { own, isGiven: AUTH_SECRET !== undefined, passphrase: input.passphrase });
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  const workspace = workspaceRef(GATEHOUSE_ACCOUNT_ID, AWS_REGION);
  const rows = await withDatabase(databaseUrl(environment), (db) =>
    withSecret(join(DATA_DIR, secretFile), secret === own ? undefined : secret, () => restoreBackup(db, { ...input, workspace })),
  );
  return { rows, createdAt: header.createdAt };
}

const secretFile = "auth-secret";

function findOwnSecret({ AUTH_SECRET, DATA_DIR }: Environment): Promise<string | undefined> {
  return AUTH_SECRET === undefined ? readSecret(join(DATA_DIR, secretFile)) : Promise.resolve(AUTH_SECRET);
}

/** Runs something after which another secret counts: it is on the disk before, and in its place at once when that is done. */
async function withSecret<T>(file: string, secret: string | undefined, run: () => Promise<T>): Promise<T> {
  if (secret === undefined) return run();
  const draft = `${file}.restored`;
  try {
    await writeFile(draft, `${secret}\n`, { mode: 0o600 });
    const result = await run();
    await rename(draft, file);
    return result;
  } finally {
    await rm(draft, { force: true });
  }
}

async function withDatabase<T>(url: string, run: (db: Database) => Promise<T>): Promise<T> {
  const unlock = await lockAddress(url);
  try {
    const db = await openDatabase(url);
    try {
      return await run(db);
    } finally {
      await db.close();
    }
  } finally {
    await unlock();
  }
}

import { createHash } from "node:crypto";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { fingerprintSecret, sealSecret } from "../../auth/backup-secret.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { findLastMigration } from "../../db/migrate.ts";
import { readPages, tables } from "../../db/tables.ts";
import { badRequest } from "../errors.ts";
import { type BackupHeader, backupFormat } from "./backup-file.ts";

export const passphraseMin = 10;
export const passphraseMax = 200;

export type BackupOptions = {
  authSecret: string;
  /** The file then carries the secret under it, so that it can be restored where nobody knows the secret. */
  passphrase?: string | undefined;
  /** Metrics, log entries and runs of the tester too. */
  hasLogs: boolean;
  at: Date;
};

/** Writes everything that the installation keeps, as it was at one moment, while others go on writing. */
export async function writeBackup(db: Database, sink: Writable, options: BackupOptions): Promise<void> {
  const { authSecret, passphrase } = options;
  if (passphrase !== undefined) demandPassphrase(passphrase);
  const secret = passphrase === undefined ? undefined : await sealSecret(authSecret, passphrase);
  await db.still(async (tx) => {
    const header: BackupHeader = {
      gatehouse: "backup",
      format: backupFormat,
      migration: await findLastMigration(tx),
      createdAt: options.at.toISOString(),
      seq: await findLastChange(tx),
      hasLogs: options.hasLogs,
      secretFingerprint: fingerprintSecret(authSecret),
      ...(secret && { secret }),
    };
    await pipeline(Readable.from(linesOf(tx, header)), createGzip(), sink);
  });
}

export function demandPassphrase(passphrase: string): void {
  if (passphrase.length >= passphraseMin && passphrase.length <= passphraseMax) return;
  throw badRequest(`The passphrase needs ${passphraseMin} to ${passphraseMax} characters.`, {
    fields: { passphrase: `Use ${passphraseMin} to ${passphraseMax} characters.` },
  });
}

/** The number of the last change that anything in the database may be of. */
export async function findLastChange(tx: Transaction): Promise<number> {
  const change = await tx.change.aggregate({ _max: { seq: true } });
  const revision = await tx.revision.aggregate({ _max: { seq: true } });
  return Math.max(change._max.seq ?? 0, revision._max.seq ?? 0);
}

async function* linesOf(tx: Transaction, header: BackupHeader): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line(header);
  let count = 0;
  for (const table of tables.filter(({ isLog }) => header.hasLogs || !isLog)) {
    let columns: string[] | undefined;
    for await (const rows of readPages(tx, table)) {
      if (columns === undefined) {
        columns = Object.keys(rows[0] ?? {});
        yield line({ table: table.name, columns });
      }
      for (const row of rows) yield line(Object.values(row));
      count += rows.length;
    }
  }
  yield `${JSON.stringify({ end: { rows: count, sha256: hash.digest("hex") } })}\n`;
}

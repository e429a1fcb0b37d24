import { setTimeout as sleep } from "node:timers/promises";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { StartRefusal } from "../base/start-refusal.ts";

/** Ends the lock; the system ends it too when the process dies in whatever way. */
export type Unlock = () => Promise<void>;

/** Locks what a database address names; a server takes care of its clients itself. */
export async function lockAddress(url: string, options: { waitMs?: number } = {}): Promise<Unlock> {
  return url.startsWith("file:") ? lockDatabase(url.slice("file:".length), options) : async () => {};
}

/**
 * Keeps other processes from opening the SQLite database beside `file`: two processes that read and then write make
 * each other fail. The lock is SQLite's own, on a file beside the database, so no stale lock survives a crash.
 * A process that is still ending gets `waitMs` to leave.
 */
export async function lockDatabase(file: string, { waitMs = 0 } = {}): Promise<Unlock> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      return await takeLock(file);
    } catch (cause) {
      if (Date.now() >= deadline) {
        throw new StartRefusal(`${file} is in use by another Gatehouse process. Stop it, or give this one another DATA_DIR.`, { cause });
      }
    }
    await sleep(retryMs);
  }
}

const retryMs = 100;

async function takeLock(file: string): Promise<Unlock> {
  const adapter = await new PrismaLibSql({ url: `file:${file}.lock`, timeout: 0 }).connect();
  const query = (sql: string) => adapter.queryRaw({ sql, args: [], argTypes: [] });
  try {
    await query("PRAGMA locking_mode = EXCLUSIVE");
    await query("CREATE TABLE IF NOT EXISTS holder (pid INTEGER)");
    // With exclusive locking a lock that was taken once for writing is kept until the connection ends.
    await query(`INSERT INTO holder VALUES (${process.pid})`);
    await query(`DELETE FROM holder WHERE pid <> ${process.pid}`);
  } catch (cause) {
    await adapter.dispose();
    throw cause;
  }
  return async () => {
    // Closing frees the file only when the last statement is collected; leaving the mode and reading once frees it now.
    await query("PRAGMA locking_mode = NORMAL");
    await query("SELECT pid FROM holder");
    await adapter.dispose();
  };
}

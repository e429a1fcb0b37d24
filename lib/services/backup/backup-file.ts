import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { ServiceError } from "../../base/service-error.ts";
import { type PlainRow, type Table, tables } from "../../db/tables.ts";
import { badRequest } from "../errors.ts";

/** The version of the file's own form; docs/backup.md describes it. */
export const backupFormat = 1;

export const backupHeaderSchema = z.object({
  gatehouse: z.literal("backup"),
  format: z.number(),
  /** The last migration of the database that the rows are of. */
  migration: z.string().max(200),
  createdAt: z.iso.datetime(),
  /** The number of the last change. */
  seq: z.number().int().nonnegative(),
  hasLogs: z.boolean(),
  /** Of the secret that sealed what is sealed in the rows. */
  secretFingerprint: z.string().max(100),
  /** That secret itself, under a passphrase. */
  secret: z.object({ salt: z.string().max(100), sealed: z.string().max(10_000) }).optional(),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;

const tableSchema = z.object({ table: z.string(), columns: z.array(z.string().regex(/^\w{1,60}$/)).max(100) });
const endSchema = z.object({ end: z.object({ rows: z.number().int(), sha256: z.string() }) });
const rowSchema = z.array(z.unknown());

/** Rows of one table. */
export type BackupBatch = { table: Table; rows: PlainRow[] };

/** A definition of 16 MB is a few times as much in a row of the history. */
const lineBytesMax = 256 * 1_048_576;
const batchBytesMax = 8 * 1_048_576;
const batchRowsMax = 1_000;

/** The first line of a backup, checked. */
export async function readBackupHeader(file: string): Promise<BackupHeader> {
  const lines = linesOf(file);
  try {
    const { value } = await lines.next();
    return parseHeader(value);
  } finally {
    await lines.return(undefined);
  }
}

function parseHeader(line: Buffer | undefined): BackupHeader {
  const value = parseLine(line);
  const mark = z.object({ gatehouse: z.literal("backup"), format: z.number() }).safeParse(value);
  if (!mark.success) throw isForeign();
  if (mark.data.format > backupFormat) throw badRequest("A newer version of Gatehouse made this backup. Restore it with that version.");
  const header = backupHeaderSchema.safeParse(value);
  if (!header.success) throw isDamaged("its first line does not fit");
  return header.data;
}

/** The rows of a backup in batches of a few megabytes. Throws at the latest at the end when anything is missing or was changed. */
export async function* readBackup(file: string): AsyncGenerator<BackupBatch> {
  const lines = linesOf(file);
  const hash = createHash("sha256");
  const sum = (line: Buffer) => hash.update(line).update("\n");
  const { value: first = Buffer.alloc(0) } = await lines.next();
  parseHeader(first);
  sum(first);
  let position = -1;
  let columns: string[] = [];
  let batch: PlainRow[] = [];
  let bytes = 0;
  let count = 0;
  function* flush(): Generator<BackupBatch> {
    const table = tables[position];
    if (table !== undefined && batch.length > 0) yield { table, rows: batch };
    [batch, bytes] = [[], 0];
  }
  for await (const line of lines) {
    const value = parseLine(line);
    if (Array.isArray(value)) {
      if (position < 0 || value.length !== columns.length) throw isDamaged("a row does not fit its table");
      batch.push(Object.fromEntries(rowSchema.parse(value).map((cell, index) => [columns[index], cell])));
      bytes += line.length;
      count += 1;
      if (batch.length >= batchRowsMax || bytes >= batchBytesMax) yield* flush();
      sum(line);
      continue;
    }
    yield* flush();
    const end = endSchema.safeParse(value);
    if (end.success) {
      if (end.data.end.rows !== count || end.data.end.sha256 !== hash.digest("hex")) throw isDamaged("its check sum does not fit");
      if ((await lines.next()).done !== true) throw isDamaged("something follows its end");
      return;
    }
    sum(line);
    const table = tableSchema.safeParse(value);
    if (!table.success) throw isDamaged("a line is neither a table nor a row");
    const next = tables.findIndex(({ name }) => name === table.data.table);
    if (next <= position) throw isDamaged(`the table ${table.data.table.slice(0, 60)} does not belong there`);
    [position, columns] = [next, table.data.columns];
  }
  throw isDamaged("it ends too early");
}

function parseLine(line: Buffer | undefined): unknown {
  if (line === undefined || line.length === 0) throw isForeign();
  try {
    return JSON.parse(line.toString());
  } catch (cause) {
    throw isDamaged("a line is not JSON", cause);
  }
}

/** The lines of a compressed file without their ends. */
async function* linesOf(file: string): AsyncGenerator<Buffer, undefined> {
  const input = createReadStream(file);
  const text = createGunzip();
  input.on("error", (error) => text.destroy(error));
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for await (const chunk of input.pipe(text) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        yield Buffer.concat([...rest, chunk.subarray(start, end)]);
        [rest, restBytes, start] = [[], 0, end + 1];
      }
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
      if (restBytes > lineBytesMax) throw isDamaged("a line has more than 256 MB");
    }
    if (restBytes > 0) throw isDamaged("it ends within a line");
  } catch (error) {
    throw explain(error);
  } finally {
    input.destroy();
    text.destroy();
  }
}

/** What the file system and the decompression say, in our words. */
function explain(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return isDamaged("it ends too early", error);
  if (code === "Z_DATA_ERROR" && error instanceof Error && /header/.test(error.message)) return isForeign();
  return code.startsWith("Z_") ? isDamaged("it cannot be decompressed", error) : error;
}

function isForeign(): ServiceError {
  return badRequest("This file is not a backup of Gatehouse.");
}

function isDamaged(why: string, cause?: unknown): ServiceError {
  return new ServiceError("BadRequestException", `The backup is damaged: ${why}. Take another copy of it.`, { cause });
}

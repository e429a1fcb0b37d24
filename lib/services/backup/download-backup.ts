import { PassThrough, type Readable } from "node:stream";
import { ServiceError } from "../../base/service-error.ts";
import { demand, type Scope } from "../scope.ts";
import { write } from "../write.ts";
import { type BackupOptions, demandPassphrase, writeBackup } from "./write-backup.ts";

type Input = Omit<BackupOptions, "at"> & { onTrouble: (error: unknown) => void };

const intent = { action: "installation:backup", permission: "administer", summary: "Download a backup", isAlwaysKept: true } as const;

/** A backup costs a connection and a core. */
let isRunning = false;

/** A backup as a stream, noted in the history; one at a time. A stream that breaks off is no backup: its file lacks its end. */
export async function downloadBackup(scope: Scope, { onTrouble, ...options }: Input): Promise<Readable> {
  if (options.passphrase !== undefined) demandPassphrase(options.passphrase);
  demand(scope, "administer", intent.action);
  if (isRunning) throw new ServiceError("TooManyRequestsException", "Another backup is being written. Try again when it is done.");
  isRunning = true;
  try {
    await write(scope, intent, async () => undefined);
  } catch (error) {
    isRunning = false;
    throw error;
  }
  const stream = new PassThrough();
  writeBackup(scope.db, stream, { ...options, at: scope.clock() })
    .catch((error: unknown) => {
      // Whoever stopped the download knows.
      if (!isClosed(error)) onTrouble(error);
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    })
    .finally(() => {
      isRunning = false;
    });
  return stream;
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

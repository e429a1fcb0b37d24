import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { commandToken } from "../lib/auth/backup-secret.ts";
import { StartRefusal } from "../lib/base/start-refusal.ts";
import { readBackup } from "../lib/services/backup/backup-file.ts";
import { backUpInstallation } from "../lib/services/backup/installation.ts";
import { readSecret } from "../lib/services/secret-file.ts";
import { type Command, consoleUrl, isRunning, runCommand } from "./_installation.ts";

type Backup = Command<"without-logs">;

const usage =
  "Usage: npm run backup -- FILE [--without-logs]\nWith BACKUP_PASSPHRASE the file carries the secret of the installation under it.";

await runCommand({ usage, flags: ["without-logs"] }, async (command: Backup) => {
  const url = consoleUrl(command.environment);
  if (await isRunning(url)) await askConsole(url, command);
  else await backUpInstallation(command.environment, { ...command, hasLogs: !command.flags["without-logs"], at: new Date() });
  let rows = 0;
  for await (const batch of readBackup(command.file)) rows += batch.rows.length;
  return `${command.file} has ${rows} rows and was read to its end.`;
});

async function askConsole(url: string, { environment, file, flags, passphrase }: Backup): Promise<void> {
  const secret = environment.AUTH_SECRET ?? (await readSecret(join(environment.DATA_DIR, "auth-secret")));
  if (secret === undefined) throw new StartRefusal(`There is no installation in ${environment.DATA_DIR}. Set DATA_DIR or AUTH_SECRET.`);
  const response = await fetch(`${url}/api/backup`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${commandToken(secret)}` },
    body: JSON.stringify({ hasLogs: !flags["without-logs"], ...(passphrase === undefined ? {} : { passphrase }) }),
  });
  if (!response.ok || response.body === null)
    throw new StartRefusal(`The console at ${url} answered ${response.status}: ${await messageOf(response)}`);
  const target = await open(file, "wx", 0o600);
  try {
    // Types of the two stream worlds differ in what they iterate over; bytes are bytes.
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), target.createWriteStream());
  } catch (cause) {
    await rm(file, { force: true });
    throw new StartRefusal(`The console at ${url} broke off. Its log says why.`, { cause });
  }
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text);
    return response.status === 401 ? "it belongs to another installation. Set DATA_DIR, AUTH_SECRET or PORT to fit." : String(message);
  } catch {
    return "it is not a console of Gatehouse, or another version of it. Set PORT and HOST to fit.";
  }
}

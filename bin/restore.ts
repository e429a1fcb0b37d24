import { StartRefusal } from "../lib/base/start-refusal.ts";
import { restoreInstallation } from "../lib/services/backup/installation.ts";
import { consoleUrl, isRunning, runCommand } from "./_installation.ts";

const usage =
  "Usage: npm run restore -- FILE [--replace]\nGatehouse has to be stopped. With --replace the installation that is there is lost. BACKUP_PASSPHRASE opens the secret in the file.";

await runCommand({ usage, flags: ["replace"] }, async ({ environment, file, flags, passphrase }) => {
  const url = consoleUrl(environment);
  if (await isRunning(url))
    throw new StartRefusal(`Something answers at ${url}. Stop Gatehouse on every machine that works with this database.`);
  const { rows, createdAt } = await restoreInstallation(environment, { file, passphrase, isReplacing: flags.replace, at: new Date() });
  return `Restored ${rows} rows, as they were at ${createdAt}. Start Gatehouse with npm start.`;
});

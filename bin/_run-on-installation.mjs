// A command that works on the installation of this folder: it has the settings of `npm start`, and what it needs is made first.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { generateDatabaseClient, installDependencies, requireNode, root } from "./_prepare.mjs";
import { runBundled } from "./_run-bundled.mjs";

export async function runOnInstallation(name) {
  requireNode();
  // npm runs scripts in the folder of the package; names of files are meant from where somebody stands.
  const from = process.env.INIT_CWD ?? process.cwd();
  process.chdir(root);
  process.env.INIT_CWD = from;
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || "data");
  await installDependencies();
  await generateDatabaseClient();
  await runBundled(name);
}

import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** The schema with another provider and another place for its client. */
function schemaFor(schema, provider, output) {
  return schema
    .replace('provider = "sqlite"', `provider = "${provider}"`)
    .replace(/output( +)= "[^"]*"/, (_, space) => `output${space}= ${JSON.stringify(output)}`);
}

/** Makes lib/db/generated/{sqlite,postgresql}, without a network. */
export async function generateDb() {
  const schema = await readFile(join(root, "prisma/schema.prisma"), "utf8");
  const prisma = join(dirname(createRequire(import.meta.url).resolve("prisma/package.json")), "build/index.js");
  await Promise.all(["sqlite", "postgresql"].map((provider) => generateClient(prisma, schema, provider)));
}

async function generateClient(prisma, schema, provider) {
  const folder = join(root, ".cache/schema");
  const file = join(folder, `${provider}.prisma`);
  await mkdir(folder, { recursive: true });
  const made = join(folder, `${provider}-client`);
  await writeFile(file, schemaFor(schema, provider, made));
  // Prisma would download an engine that generating a client does not use; any executable stands in for it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  await run(process.execPath, [prisma, "generate", "--schema", file, "--no-hints"], { cwd: root, env });
  // Whoever runs meanwhile finds the former client until the new one is whole.
  const target = join(root, "lib/db/generated", provider);
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(made, target);
}

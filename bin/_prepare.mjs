// Everything between a fresh clone and something that runs. Only Node's own modules: dependencies may not exist yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, ".cache", "stamps");

/** Environment of every tool we start: no telemetry, no download of an engine that is not needed. */
export const toolEnvironment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
};

/** Ends the process with a sentence when this Node is not one that the dependencies take. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return;
  console.error(
    `Gatehouse needs Node 20.19 or later in line 20, 22.12 or later in line 22, or 24 and newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

/** Runs a command to its end; its output goes to the terminal only when it fails, unless `show` is set. */
export function run(command, args, { show = false, env = toolEnvironment, what = command, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: show ? ["ignore", "inherit", "inherit"] : [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const output = [];
    child.stdout?.on("data", (chunk) => output.push(chunk));
    child.stderr?.on("data", (chunk) => output.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const text = Buffer.concat(output).toString();
      if (code === 0) resolve(text);
      else reject(new Error(`${what} failed (${signal ?? `exit ${code}`}).\n${text.slice(-8_000)}`));
    });
  });
}

function* filesBelow(path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return;
  let entries;
  try {
    entries = readdirSync(whole, { withFileTypes: true });
  } catch (error) {
    if (error.code !== "ENOTDIR") throw error;
    yield path;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === "node_modules" || entry.name === "generated" || /\.test\.tsx?$/.test(entry.name)) continue;
    if (entry.isDirectory()) yield* filesBelow(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

/** SHA-256 over names and contents of files and folders. */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  hash.update(process.versions.node.split(".")[0]);
  for (const path of paths)
    for (const file of filesBelow(path))
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

const readStamp = (name) => (existsSync(join(stamps, name)) ? readFileSync(join(stamps, name), "utf8") : "");

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}

/** Runs `make` unless the inputs are those of the last time and the output exists. */
export async function upToDate({ name, inputs, output, announce, make }) {
  const value = fingerprint(inputs);
  if (readStamp(name) === value && existsSync(join(root, output))) return false;
  const startedAt = performance.now();
  if (announce) process.stdout.write(`${announce} `);
  await make();
  writeStamp(name, value);
  if (announce) process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return true;
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

export function installDependencies() {
  return upToDate({
    name: "install",
    inputs: ["package-lock.json", ".npmrc"],
    output: "node_modules/next/package.json",
    announce: "Installing dependencies ...",
    // Not "npm ci": it refuses a lock file that lacks packages of other platforms, which some registries do not carry.
    make: () =>
      run(npm, ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
        what: "npm install",
        env: { ...toolEnvironment, NODE_ENV: "" },
      }),
  });
}

export function generateDatabaseClient() {
  return upToDate({
    name: "database-client",
    inputs: ["prisma/schema.prisma", "prisma.config.ts", "bin/generate", "bin/generate-db.mjs"],
    output: "lib/db/generated",
    announce: "Generating the database client ...",
    make: () => run(process.execPath, ["bin/generate", "db"], { what: "bin/generate db" }),
  });
}

const productSources = [
  "app",
  "components",
  "lib",
  "gateway",
  "prisma",
  "public",
  "bin",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "tsconfig.json",
  "postcss.config.mjs",
  "package-lock.json",
];

export function bundleGateway() {
  return upToDate({
    name: "gateway",
    inputs: ["gateway", "lib", "bin/bundle.mjs", "package-lock.json"],
    output: "dist/environment.mjs",
    announce: "Bundling the gateway ...",
    make: () => run(process.execPath, ["bin/bundle.mjs"], { what: "bin/bundle.mjs" }),
  });
}

export function buildConsole() {
  return upToDate({
    name: "console",
    inputs: productSources,
    output: ".next/BUILD_ID",
    announce: "Building the console ...",
    make: () =>
      run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
        what: "next build",
        env: { ...toolEnvironment, NODE_ENV: "production" },
      }),
  });
}

/** From a clone to a build; each step only when its inputs changed. */
export async function prepare({ build = true } = {}) {
  await installDependencies();
  await generateDatabaseClient();
  await bundleGateway();
  if (build) await buildConsole();
}

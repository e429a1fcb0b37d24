// `npm start` and `npm run dev`: prepares what is missing, then runs console, gateway and demo backend until it is told to stop.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setPriority } from "node:os";
import { join, resolve } from "node:path";
import { prepare, requireNode, root, toolEnvironment } from "./_prepare.mjs";

requireNode();
if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));

const dev = process.argv.includes("--dev");
const consoleNiceness = 5;
const stopDeadlineMs = 12_000;
const restartDelayMaxMs = 5_000;
const healthDeadlineMs = 60_000;
// As in lib/base/start-refusal.ts.
const refusedExitCode = 78;

function fail(message) {
  console.error(message);
  process.exit(1);
}

function readPort(name, fallback) {
  const text = process.env[name] || String(fallback);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) fail(`${name} must be a port between 1 and 65535; it is "${text}".`);
  return port;
}

const settings = {
  host: process.env.HOST || "127.0.0.1",
  port: readPort("PORT", 3000),
  gatewayHost: process.env.GATEWAY_HOST || "127.0.0.1",
  gatewayPort: readPort("GATEWAY_PORT", 8080),
  demoPort: readPort("DEMO_PORT", 8081),
  dataDir: resolve(root, process.env.DATA_DIR || "data"),
};
const publicUrl = process.env.PUBLIC_URL || `http://localhost:${settings.port}`;
const gatewayPublicUrl = process.env.GATEWAY_PUBLIC_URL || `http://localhost:${settings.gatewayPort}`;

/** A secret made once, readable by its owner only. */
function secretFile(name) {
  const path = join(settings.dataDir, name);
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(path, "utf8").trim();
}

function makeDataDirectory() {
  try {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    return {
      authSecret: process.env.AUTH_SECRET || secretFile("auth-secret"),
      feedToken: process.env.FEED_TOKEN || secretFile("feed-token"),
      setupToken: secretFile("setup-token"),
    };
  } catch (error) {
    return fail(`Cannot write to DATA_DIR (${settings.dataDir}): ${error.message}. Choose a folder that this user may write to.`);
  }
}

function isFree(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, host, () => server.close(() => done(true)));
  });
}

/** Waits a little for ports of an earlier run that is still stopping. */
async function requireFreePorts() {
  const wanted = [
    ["PORT", settings.port, settings.host],
    ["GATEWAY_PORT", settings.gatewayPort, settings.gatewayHost],
    ["DEMO_PORT", settings.demoPort, "127.0.0.1"],
  ];
  const deadline = Date.now() + 5_000;
  for (const [name, port, host] of wanted) {
    while (!(await isFree(port, host))) {
      if (Date.now() > deadline) fail(`Port ${port} on ${host} is in use. Stop what uses it, or set ${name} to another port.`);
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

const children = new Map();
let stopping = false;

function yieldToGateway(child) {
  try {
    setPriority(child.pid, consoleNiceness);
  } catch (error) {
    console.error(`The console runs with the priority of the gateway: ${error.message}`);
  }
}

/** Starts a process and starts it again when it ends, later each time it ends early. */
function supervise(name, command, args, env) {
  let delayMs = 100;
  function start() {
    const startedAt = Date.now();
    // The channel tells the child when this process is gone, however it went.
    const child = spawn(command, args, { cwd: root, env: { ...toolEnvironment, ...env }, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    children.set(name, child);
    // On a machine that both share, requests of clients come before pages and logs.
    if (name === "console") child.once("spawn", () => yieldToGateway(child));
    child.on("error", (error) => console.error(`${name}: ${error.message}`));
    child.on("exit", (code, signal) => {
      children.delete(name);
      if (stopping) return;
      if (code === refusedExitCode) {
        // It said why; starting it again would not help.
        stop(1);
        return;
      }
      delayMs = Date.now() - startedAt > 10_000 ? 100 : Math.min(delayMs * 2, restartDelayMaxMs);
      console.error(`${name} ended (${signal ?? `exit ${code}`}); starting it again in ${delayMs} ms.`);
      setTimeout(() => !stopping && start(), delayMs);
    });
  }
  start();
}

async function stop(exitCode = 0) {
  if (stopping) return;
  stopping = true;
  const ends = [...children.values()].map((child) => new Promise((done) => child.once("exit", done)));
  for (const child of children.values()) child.kill("SIGTERM");
  const hardStop = setTimeout(() => {
    for (const child of children.values()) child.kill("SIGKILL");
  }, stopDeadlineMs);
  await Promise.all(ends);
  clearTimeout(hardStop);
  process.exit(exitCode);
}

/** Waits until an address answers 200 and returns the JSON of its answer. */
async function waitFor(name, url) {
  const deadline = Date.now() + healthDeadlineMs;
  let last = "no answer";
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      last = `${response.status} ${text.slice(0, 300)}`;
    } catch (error) {
      last = error.cause?.message ?? error.message;
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`${name} does not answer at ${url}: ${last}`);
}

const reachable = (host) => (host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host);

function announce(health, setupToken) {
  const lines = [
    ["Console", publicUrl],
    ["Gateway", gatewayPublicUrl],
    ["AWS endpoint", `${publicUrl}/aws`],
  ];
  if (health.setupNeeded) lines.push(["First sign-in", `${publicUrl}/setup?token=${setupToken}`]);
  const width = Math.max(...lines.map(([label]) => label.length));
  console.log(`\n${lines.map(([label, url]) => `  ${label.padEnd(width)}  ${url}`).join("\n")}\n\n  Stop with Ctrl-C.\n`);
}

/** Ends with a sentence, before anything runs, when a variable does not fit. */
async function requireEnvironment() {
  const { parseEnvironment } = await import("../dist/environment.mjs");
  try {
    parseEnvironment(process.env);
  } catch (error) {
    fail(error.message);
  }
}

async function main() {
  await prepare({ build: !dev });
  await requireEnvironment();
  const secrets = makeDataDirectory();
  await requireFreePorts();
  const env = {
    DATA_DIR: settings.dataDir,
    AUTH_SECRET: secrets.authSecret,
    FEED_TOKEN: secrets.feedToken,
    PORT: String(settings.port),
    HOST: settings.host,
    GATEWAY_PORT: String(settings.gatewayPort),
    GATEWAY_HOST: settings.gatewayHost,
    DEMO_PORT: String(settings.demoPort),
    PUBLIC_URL: publicUrl,
    GATEWAY_PUBLIC_URL: gatewayPublicUrl,
    NEXTAUTH_URL: publicUrl,
    NEXTAUTH_SECRET: secrets.authSecret,
    FEED_URL: process.env.FEED_URL || `http://${reachable(settings.host)}:${settings.port}`,
    NODE_ENV: dev ? "development" : "production",
  };
  const next = ["node_modules/next/dist/bin/next", dev ? "dev" : "start", "-H", settings.host, "-p", String(settings.port)];
  supervise("console", process.execPath, next, env);
  supervise("demo backend", process.execPath, ["bin/demo-backend.mjs"], env);
  supervise(
    "gateway",
    process.execPath,
    dev
      ? ["--import", "./bin/_end-with-supervisor.mjs", "bin/bundle.mjs", "--watch"]
      : ["--import", "./bin/_end-with-supervisor.mjs", "--enable-source-maps", "dist/gateway.mjs"],
    env,
  );
  const health = await waitFor("The console", `http://${reachable(settings.host)}:${settings.port}/api/health`);
  await waitFor("The gateway", `http://${reachable(settings.gatewayHost)}:${settings.gatewayPort}/_gatehouse/health`);
  announce(health, secrets.setupToken);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop());
main().catch(async (error) => {
  if (stopping) return;
  console.error(error.message);
  await stop(1);
});

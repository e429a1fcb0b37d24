// `npm run bench`: starts the product for itself, measures the gateway beside bare servers, prints ratios and stops everything.
// Arguments go on to the kit, for example `npm run bench -- --work W1,W2 --seconds 3`.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeSocketApi } from "./_socket-api.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const kit = resolve(root, process.env.BENCH_KIT || "../shared/bench");
const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
const minute = 60_000;
const startDeadlineMs = 5 * minute;
const prepareDeadlineMs = 5 * minute;
const measureDeadlineMs = 60 * minute;
// Longer than the product takes to stop by itself.
const stopDeadlineMs = 20_000;
// Below the range from which systems give ports to outgoing connections. The kit takes some thirty ports from its first one on.
const [firstPort, lastPort] = [20_000, 30_000];
const kitPorts = 40;

if (!existsSync(join(kit, "run.mjs"))) {
  console.error(`There is no benchmark kit at ${kit}. Set BENCH_KIT to its folder, the one that holds run.mjs.`);
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
const running = new Set();
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    isStopping = true;
    for (const child of running) void stop(child);
  });
}

try {
  await main();
} catch (error) {
  console.error(isStopping ? "Stopped." : error.message);
  process.exitCode = 1;
} finally {
  await Promise.all([...running].map(stop));
  rmSync(work, { recursive: true, force: true });
}
process.exit();

async function main() {
  const copy = join(work, "kit");
  // The kit installs packages, so it is used as a copy.
  cpSync(kit, copy, { recursive: true });
  await run("chmod", ["-R", "u+w", copy]);
  console.log("Preparing the kit ...");
  await run("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: copy, deadlineMs: prepareDeadlineMs });
  const hasGenerator = await buildGenerator(copy);
  const [port, gatewayPort, demoPort, benchPort] = await choosePorts();
  console.log("Starting the product ...");
  await startProduct({ PORT: String(port), GATEWAY_PORT: String(gatewayPort), DEMO_PORT: String(demoPort) });
  const targets = join(work, "targets.json");
  const addresses = ["--control", `http://127.0.0.1:${port}/aws`, "--execute", `http://127.0.0.1:${gatewayPort}`];
  const setUp = ["setup-api.mjs", ...addresses, "--backend", `http://127.0.0.1:${benchPort}`, "--routes", "10,10000", "--out", targets];
  await run(process.execPath, setUp, { cwd: copy, deadlineMs: prepareDeadlineMs });
  const sockets = await makeSocketApi(`http://127.0.0.1:${port}`, {
    accessKeyId: keys.AWS_ACCESS_KEY_ID,
    secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
  });
  finishTargets(targets, { url: `http://127.0.0.1:${gatewayPort}`, paths: { W7WS: sockets } });
  const chosen = process.argv.slice(2);
  const option = (name, value) => (chosen.some((each) => each === name || each.startsWith(`${name}=`)) ? [] : [name, value]);
  const defaults = [
    ...option("--work", `W1,W2,W3,W4,W5,W5E,W6,W8x10,W8x10000${hasGenerator ? ",W9" : ""}`),
    ...option("--peers", "nginx,node:http,node+undici"),
    ...option("--port", String(benchPort)),
  ];
  const measure = ["run.mjs", "--targets", targets, ...defaults, ...chosen];
  await run(process.execPath, measure, { cwd: copy, show: true, deadlineMs: measureDeadlineMs });
}

/** The constant-rate generator is written in Go; without Go the work that needs it is left out. */
async function buildGenerator(copy) {
  const env = { ...process.env, PATH: [process.env.PATH, "/usr/local/go/bin"].join(delimiter) };
  try {
    await run("npm", ["run", "build", "--silent"], { cwd: copy, env, deadlineMs: prepareDeadlineMs });
    return true;
  } catch (error) {
    if (isStopping) throw error;
    console.log("The constant-rate generator cannot be built without Go: W9 is left out.");
    return false;
  }
}

/** Completes what the kit's set-up wrote: it knows REST and HTTP APIs only. */
function finishTargets(file, sockets) {
  const targets = JSON.parse(readFileSync(file, "utf8"));
  for (const target of targets) {
    // wrk adds a Host of its own beside one that is spelled in lower case, and requests with two are refused.
    const { host, ...others } = target.headers;
    target.headers = host === undefined ? others : { ...others, Host: host };
  }
  targets.push({ name: "product (WebSocket API)", ...sockets, headers: {}, works: ["W7WS"] });
  writeFileSync(file, JSON.stringify(targets));
}

/** Three ports for the product and the first of a row of free ones for the kit. */
async function choosePorts() {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = firstPort + Math.floor(Math.random() * (lastPort - firstPort - kitPorts - 3));
    const row = Array.from({ length: kitPorts + 3 }, (_, at) => first + at);
    if ((await Promise.all(row.map(isFree))).every(Boolean)) return row.slice(0, 4);
  }
  throw new Error(`No ${kitPorts + 3} free ports in a row between ${firstPort} and ${lastPort}.`);
}

function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

// One worker, because the kit pins servers to one core; the keys are those that its set-up signs with.
async function startProduct(ports) {
  const env = {
    ...process.env,
    ...ports,
    HOST: "127.0.0.1",
    GATEWAY_HOST: "127.0.0.1",
    PUBLIC_URL: "",
    GATEWAY_PUBLIC_URL: "",
    FEED_URL: "",
    DATABASE_URL: "",
    DATA_DIR: join(work, "data"),
    GATEWAY_WORKERS: "1",
    GATEHOUSE_ACCESS_KEY_ID: keys.AWS_ACCESS_KEY_ID,
    GATEHOUSE_SECRET_ACCESS_KEY: keys.AWS_SECRET_ACCESS_KEY,
  };
  const product = spawn(process.execPath, [join(root, "bin/start.mjs")], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  keep(product);
  const deadline = Date.now() + startDeadlineMs;
  const pages = [`http://127.0.0.1:${ports.PORT}/api/health`, `http://127.0.0.1:${ports.GATEWAY_PORT}/_gatehouse/health`];
  while (!(await Promise.all(pages.map(answers))).every(Boolean)) {
    if (!running.has(product) || Date.now() > deadline) throw new Error("The product does not start; try npm start.");
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function keep(child) {
  running.add(child);
  const forget = () => running.delete(child);
  child.once("exit", forget);
  child.once("error", forget);
}

/** Ends a process: asked first, then by force. */
async function stop(child) {
  if (!running.has(child)) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
  await ended;
  clearTimeout(timer);
}

function run(command, args, { cwd = root, env = process.env, show = false, deadlineMs = minute } = {}) {
  return new Promise((done, failed) => {
    if (isStopping) throw new Error("Stopped.");
    const child = spawn(command, args, { cwd, env: { ...env, ...keys }, stdio: ["ignore", show ? "inherit" : "ignore", "inherit"] });
    keep(child);
    const timer = setTimeout(() => {
      failed(new Error(`${command} ${args[0]} took longer than ${deadlineMs / minute} minutes.`));
      void stop(child);
    }, deadlineMs);
    child.once("error", failed);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      if (code === 0 && !isStopping) done();
      else failed(new Error(`${command} ${args[0]} ended with ${signal ?? code}.`));
    });
  });
}

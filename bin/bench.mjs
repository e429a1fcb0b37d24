// `npm run bench`: measures the gateway beside bare servers and prints ratios. Arguments go on to the kit, for example
// `npm run bench -- --work W1,W2 --seconds 3`. The kit (BENCH_KIT, else ../shared/bench) is copied first, since it installs packages.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const kit = resolve(root, process.env.BENCH_KIT ?? "../shared/bench");
const port = Number(process.env.PORT || 3000);
const gatewayPort = Number(process.env.GATEWAY_PORT || 8080);
const startDeadlineMs = 300_000;

if (!existsSync(join(kit, "run.mjs"))) {
  console.error(`There is no benchmark kit at ${kit}. Set BENCH_KIT to its folder.`);
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
let product;
const running = new Set();
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    isStopping = true;
    for (const child of running) child.kill("SIGTERM");
  });
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await stopProduct();
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const copy = join(work, "kit");
  cpSync(kit, copy, { recursive: true });
  await run("chmod", ["-R", "u+w", copy]);
  await run("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: copy });
  // The constant-rate generator needs Go; without it the works that use it are left out.
  const hasGenerator = await run("npm", ["run", "build", "--silent"], { cwd: copy }).then(
    () => true,
    () => false,
  );
  if (!(await isServing())) await startProduct();
  const targets = join(work, "targets.json");
  const addresses = ["--control", `http://127.0.0.1:${port}/aws`, "--execute", `http://127.0.0.1:${gatewayPort}`];
  await run(process.execPath, ["setup-api.mjs", ...addresses, "--no-http-api", "--routes", "10,10000", "--out", targets], { cwd: copy });
  spellHost(targets);
  const chosen = process.argv.slice(2);
  const works = chosen.includes("--work") ? [] : ["--work", `W1,W2,W4,W6,W8x10,W8x10000${hasGenerator ? ",W9,W7" : ""}`];
  const peers = chosen.includes("--peers") ? [] : ["--peers", "nginx,node:http,node+undici"];
  await run(process.execPath, ["run.mjs", "--targets", targets, ...works, ...peers, ...chosen], { cwd: copy, show: true });
}

// wrk adds a Host of its own beside one that is spelled in lower case, and requests with two are refused.
function spellHost(file) {
  const targets = JSON.parse(readFileSync(file, "utf8"));
  for (const target of targets) {
    const { host, ...others } = target.headers;
    target.headers = host === undefined ? others : { ...others, Host: host };
  }
  writeFileSync(file, JSON.stringify(targets));
}

async function isServing() {
  const answers = await Promise.all(
    [`http://127.0.0.1:${port}/api/health`, `http://127.0.0.1:${gatewayPort}/_gatehouse/health`].map((url) =>
      fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
        (response) => response.ok,
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

// One worker, because the kit pins servers to one core; the keys are those that its set-up signs with.
async function startProduct() {
  const env = {
    ...process.env,
    DATA_DIR: join(work, "data"),
    GATEWAY_WORKERS: "1",
    GATEHOUSE_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "test",
    GATEHOUSE_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? "test",
  };
  product = spawn(process.execPath, [join(root, "bin/start.mjs")], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  const deadline = Date.now() + startDeadlineMs;
  while (!(await isServing())) {
    if (product.exitCode !== null || Date.now() > deadline) throw new Error("The product does not start; try npm start.");
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

async function stopProduct() {
  if (product === undefined || product.exitCode !== null) return;
  const ended = new Promise((done) => product.once("exit", done));
  product.kill("SIGTERM");
  await ended;
}

function run(command, args, { cwd = root, show = false } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", show ? "inherit" : "ignore", "inherit"] });
    running.add(child);
    child.once("error", failed);
    child.once("exit", () => running.delete(child));
    child.once("exit", (code) => (code === 0 && !isStopping ? done() : failed(new Error(`${command} ${args[0]} ended with ${code}.`))));
  });
}

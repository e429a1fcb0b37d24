// Runs the conformance suite against this build and holds the result against the list of scenarios that are still open: a failure that is
// not in the list fails, and so does an id in the list that passes. `--update` writes the list anew.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, requireNode, root, toolEnvironment } from "./_prepare.mjs";

requireNode();
const suiteFolder = join(root, "../shared/conformance");
const listFile = join(root, "tests/conformance-open.json");
const update = process.argv.includes("--update");
const startDeadlineMs = 120_000;
const suiteDeadlineMs = 15 * 60_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function findPorts() {
  const names = ["console", "gateway", "demo", "lambda", "backend", "services"];
  const ports = {};
  for (const name of names) ports[name] = await freePort();
  return ports;
}

/** Starts the product as `npm start` does; it calls the suite's stand-ins instead of AWS. */
async function startProduct(ports, dataDir) {
  const services = `http://127.0.0.1:${ports.services}`;
  const env = {
    ...toolEnvironment,
    PORT: String(ports.console),
    GATEWAY_PORT: String(ports.gateway),
    DEMO_PORT: String(ports.demo),
    DATA_DIR: dataDir,
    GATEHOUSE_ACCESS_KEY_ID: "test",
    GATEHOUSE_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: services,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: services,
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${ports.lambda}`,
  };
  const product = spawn(process.execPath, ["bin/start.mjs"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => product.once("exit", resolve));
  let text = "";
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The product is not ready within ${startDeadlineMs} ms.\n${text}`)), startDeadlineMs);
    ended.then(() => reject(new Error(`The product ended.\n${text}`)));
    for (const stream of [product.stdout, product.stderr])
      stream.on("data", (chunk) => {
        text += chunk;
        if (!text.includes("Stop with Ctrl-C")) return;
        clearTimeout(timer);
        resolve();
      });
  });
  return {
    stop: async () => {
      product.kill("SIGTERM");
      await ended;
    },
  };
}

/** Results by id of the scenarios whose id contains `filter`, or of all. */
function runSuite(folder, ports, filter) {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    CONTROL_URL: `http://127.0.0.1:${ports.console}/aws`,
    EXECUTE_URL: `http://127.0.0.1:${ports.gateway}`,
    EXECUTE_SETTLE_MS: "3000",
    LAMBDA_PORT: String(ports.lambda),
    BACKEND_PORT: String(ports.backend),
    AWS_SERVICES_PORT: String(ports.services),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
  };
  const args = ["run.mjs", "--quiet", "--json", report, ...(filter === undefined ? [] : ["--filter", filter])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], timeout: suiteDeadlineMs });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        text += chunk;
      });
    child.once("error", reject);
    child.once("close", () => {
      if (!existsSync(report)) reject(new Error(`The suite left no report.\n${text.slice(-4_000)}`));
      else resolve({ text, passedById: new Map(JSON.parse(readFileSync(report, "utf8")).results.map(({ id, ok }) => [id, ok])) });
    });
  });
}

async function main() {
  if (!existsSync(suiteFolder)) {
    console.log("The conformance suite is not beside this checkout (../shared/conformance); nothing is compared.\n0 passed, 0 failed");
    return;
  }
  const open = new Set(existsSync(listFile) ? JSON.parse(readFileSync(listFile, "utf8")) : []);
  await prepare();
  const work = mkdtempSync(join(tmpdir(), "gatehouse-conformance-"));
  const folder = join(work, "suite");
  cpSync(suiteFolder, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  execFileSync("chmod", ["-R", "u+w", folder]);
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const ports = await findPorts();
  const product = await startProduct(ports, join(work, "data"));
  try {
    await compare(await runSuite(folder, ports), open, async (id) => (await runSuite(folder, ports, id)).passedById.get(id) === true);
  } finally {
    await product.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

async function compare({ text, passedById }, open, passesAlone) {
  const regressions = [];
  const fixed = [];
  const gone = [...open].filter((id) => !passedById.has(id));
  for (const [id, passed] of passedById) {
    if (passed === !open.has(id)) continue;
    // A scenario that only differs beside others is flaky, not a change.
    const again = await passesAlone(id);
    passedById.set(id, again);
    if (again === open.has(id)) (again ? fixed : regressions).push(id);
    else console.log(`flaky: ${id} ${passed ? "passed" : "failed"} beside others and ${again ? "passes" : "fails"} alone`);
  }
  const passed = [...passedById.values()].filter(Boolean).length;
  console.log(`${passed} of ${passedById.size} scenarios pass; ${open.size} are listed as open`);
  if (update) {
    const ids = [...passedById].filter(([, ok]) => !ok).map(([id]) => id);
    writeFileSync(listFile, `${JSON.stringify(ids.sort(), null, 2)}\n`);
    console.log(`tests/conformance-open.json lists ${ids.length} scenarios\n${passed} passed, 0 failed`);
    return;
  }
  for (const id of regressions) console.log(`FAIL ${id} is not listed as open${detailsOf(text, id)}`);
  for (const id of fixed) console.log(`FAIL ${id} passes: remove it from tests/conformance-open.json (node bin/ratchet.mjs --update)`);
  for (const id of gone) console.log(`FAIL ${id} is no scenario of the suite: remove it from tests/conformance-open.json`);
  const failed = regressions.length + fixed.length + gone.length;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** What the suite said about a scenario. */
function detailsOf(text, id) {
  const start = text.indexOf(`FAIL ${id}\n`);
  if (start < 0) return "";
  const lines = text.slice(start).split("\n").slice(1);
  const end = lines.findIndex((line) => !line.startsWith("  "));
  return `\n${lines.slice(0, end < 0 ? 40 : Math.min(end, 40)).join("\n")}`;
}

await main().catch((error) => {
  console.log(`${error.message}\n0 passed, 1 failed`);
  process.exitCode = 1;
});

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { freePort } from "../support/free-port.ts";
import { waitUntil } from "./wait-until.ts";

let bundled: Promise<string> | undefined;

/** The gateway as it is shipped, made once for a test file. */
function bundle(): Promise<string> {
  bundled ??= (async () => {
    const outdir = await mkdtemp(join(tmpdir(), "gatehouse-bundle-"));
    const banner = {
      js: 'import { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
    };
    await build({
      entryPoints: { "body-thread": "gateway/bodies/body-thread.ts" },
      outdir,
      outExtension: { ".js": ".cjs" },
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
    });
    await build({
      entryPoints: { gateway: "gateway/main.ts" },
      outdir,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      external: ["bufferutil", "utf-8-validate"],
      banner,
    });
    return join(outdir, "gateway.mjs");
  })();
  return bundled;
}

export type GatewayProcess = {
  port: number;
  url: string;
  dataDir: string;
  child: ChildProcess;
  /** Exit code or signal, once it ended. */
  exit: Promise<number | NodeJS.Signals | null>;
  /** What `GET /_gatehouse/health` answers; undefined while nobody listens. */
  health(): Promise<{ status: number; body: Record<string, unknown> } | undefined>;
  workerPids(): number[];
};

export type GatewayOptions = { dataDir: string; port?: number; workers?: number; environment?: Readonly<Record<string, string>> };

/** Starts a gateway and waits until it serves. */
export async function startGateway(options: GatewayOptions): Promise<GatewayProcess> {
  const port = options.port ?? (await freePort());
  const file = await bundle();
  const child = spawn(process.execPath, [file], {
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      GATEWAY_HOST: "127.0.0.1",
      GATEWAY_WORKERS: String(options.workers ?? 1),
      DATA_DIR: options.dataDir,
      // Nothing listens there unless a test says otherwise.
      FEED_URL: "http://127.0.0.1:9",
      ...options.environment,
    },
    stdio: ["ignore", process.env.GATEWAY_TEST_LOG === undefined ? "ignore" : "inherit", "inherit"],
  });
  const exit = new Promise<number | NodeJS.Signals | null>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const url = `http://127.0.0.1:${port}`;
  const gateway: GatewayProcess = {
    port,
    url,
    dataDir: options.dataDir,
    child,
    exit,
    health: () => readHealth(url),
    workerPids: () => childrenOf(child.pid),
  };
  try {
    await waitUntil("the gateway serves", async () => (await gateway.health())?.status === 200);
  } catch (error) {
    await stopGateway(gateway);
    throw error;
  }
  return gateway;
}

export async function stopGateway(gateway: GatewayProcess): Promise<void> {
  if (gateway.child.exitCode === null && gateway.child.signalCode === null) gateway.child.kill("SIGKILL");
  await gateway.exit;
}

export async function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), "gatehouse-data-"));
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
}

async function readHealth(url: string) {
  try {
    const response = await fetch(`${url}/_gatehouse/health`, { signal: AbortSignal.timeout(1_000) });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body };
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number | undefined): number[] {
  try {
    return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number);
  } catch {
    return [];
  }
}

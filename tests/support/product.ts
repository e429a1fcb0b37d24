import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

const startDeadlineMs = 90_000;

export type Product = {
  consoleUrl: string;
  gatewayUrl: string;
  gatewayPort: number;
  /** The one-time link; undefined once there is an owner. */
  setupUrl: string | undefined;
  dataDir: string;
  supervisor: ChildProcess;
  /** Everything that the processes wrote so far. */
  output: () => string;
  /** Whether somebody asked it to stop. */
  isStopping: () => boolean;
  /** Stops the processes and keeps the data. */
  stop: () => Promise<void>;
};

export async function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), "gatehouse-data-"));
}

/** Starts the whole product as `npm start` does and waits until it says that it is ready. */
export async function startProduct(options: { dataDir?: string; env?: Record<string, string> } = {}): Promise<Product> {
  const dataDir = options.dataDir ?? (await makeDataDir());
  const env = options.env ?? {};
  const port = Number(env.PORT ?? (await freePort()));
  const gatewayPort = Number(env.GATEWAY_PORT ?? (await freePort()));
  const demoPort = Number(env.DEMO_PORT ?? (await freePort()));
  const supervisor = spawn(process.execPath, ["bin/start.mjs"], {
    env: {
      ...process.env,
      GATEWAY_WORKERS: "2",
      ...env,
      DATA_DIR: dataDir,
      PORT: String(port),
      GATEWAY_PORT: String(gatewayPort),
      DEMO_PORT: String(demoPort),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  let stopping = false;
  supervisor.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  supervisor.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<void>((resolve) => supervisor.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`not ready within ${startDeadlineMs} ms:\n${text}`)), startDeadlineMs);
    supervisor.stdout?.on("data", () => {
      if (!text.includes("Stop with Ctrl-C")) return;
      clearTimeout(deadline);
      resolve();
    });
    void exited.then(() => {
      clearTimeout(deadline);
      reject(new Error(`ended before it was ready:\n${text}`));
    });
  });
  return {
    consoleUrl: `http://localhost:${port}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    gatewayPort,
    setupUrl: /First sign-in\s+(\S+)/.exec(text)?.[1],
    dataDir,
    supervisor,
    output: () => text,
    isStopping: () => stopping,
    stop: async () => {
      stopping = true;
      if (supervisor.exitCode === null && supervisor.signalCode === null) supervisor.kill("SIGTERM");
      await exited;
    },
  };
}

export async function removeData(product: Pick<Product, "dataDir">): Promise<void> {
  await rm(product.dataDir, { recursive: true, force: true });
}

/** Waits until `check` gives something other than undefined or false. */
export async function eventually<T>(what: string, check: () => Promise<T | undefined | false>, deadlineMs = 30_000): Promise<T> {
  const end = Date.now() + deadlineMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not happen within ${deadlineMs} ms`, { cause: last });
}

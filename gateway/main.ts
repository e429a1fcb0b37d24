import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import module from "node:module";
import { availableParallelism } from "node:os";
import { refusedExitCode, StartRefusal } from "../lib/base/start-refusal.ts";
import { log } from "./log.ts";
import { WorkerPool } from "./worker-pool.ts";

/** The gateway: one primary and its workers, all from this file. What is large is loaded after the workers are on their way. */
async function main(): Promise<void> {
  // Newer Node lines keep compiled code between starts.
  Reflect.get(module, "enableCompileCache")?.();
  if (!cluster.isPrimary) {
    const { runWorker } = await import("./worker.ts");
    runWorker(process.env, readFileSync(new URL("./body-thread.cjs", import.meta.url), "utf8"));
    return;
  }
  const pool = new WorkerPool();
  pool.start(workerCount(process.env.GATEWAY_WORKERS));
  const [{ parseEnvironment }, { parseAddressList }, { runPrimary }] = await Promise.all([
    import("../lib/base/environment.ts"),
    import("../lib/ports/address-list.ts"),
    import("./primary.ts"),
  ]);
  const environment = parseEnvironment(process.env);
  parseAddressList("INTEGRATION_DENY", environment.INTEGRATION_DENY);
  parseAddressList("TRUSTED_PROXIES", environment.TRUSTED_PROXIES ?? "");
  await runPrimary(environment, pool);
}

/** The number that the environment asks for; one that does not fit is refused when the environment is read, a moment later. */
function workerCount(wanted: string | undefined): number {
  const count = Number(wanted);
  return Number.isInteger(count) && count >= 1 && count <= 1_024 ? count : availableParallelism();
}

main().catch((error: unknown) => {
  log("error", error instanceof Error ? error.message : String(error));
  // Workers that are still starting would complain about their primary being gone.
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  process.exit(error instanceof StartRefusal ? refusedExitCode : 1);
});

import cluster from "node:cluster";
import { parseEnvironment } from "../lib/base/environment.ts";
import { parseAddressDenyList } from "../lib/ports/address-deny-list.ts";
import { log } from "./log.ts";
import { runPrimary } from "./primary.ts";
import { runWorker } from "./worker.ts";

/** The gateway: one primary and its workers, all from this file. */
async function main(): Promise<void> {
  const environment = parseEnvironment(process.env);
  parseAddressDenyList(environment.INTEGRATION_DENY);
  if (cluster.isPrimary) await runPrimary(environment);
  else runWorker(environment, process.env);
}

main().catch((error: unknown) => {
  log("error", error instanceof Error ? error.message : String(error));
  process.exit(1);
});

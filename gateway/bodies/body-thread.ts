import { parentPort } from "node:worker_threads";
import { bodyJobs } from "../../lib/gateway/body-jobs.ts";
import type { BodyDelivery, BodyOrder } from "./body-messages.ts";

// The thread that works on long bodies, one after the other.
parentPort?.on("message", ({ name, input }: BodyOrder) => {
  parentPort?.postMessage(work(name, input));
});

function work(name: BodyOrder["name"], input: unknown): BodyDelivery {
  try {
    // Both ends are of one build, and the port's types hold orders and jobs together.
    return { result: bodyJobs[name](input as never) };
  } catch (error) {
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

import cluster from "node:cluster";
import type { Environment } from "../lib/base/environment.ts";
import { readOrMakeFeedToken } from "../lib/feed/client/feed-token.ts";
import { createPorts } from "../lib/ports/real-ports.ts";
import { FactsCollector } from "./facts.ts";
import type { Reply, RequestHead } from "./listener.ts";
import { log } from "./log.ts";
import type { GatewayStatus, ToPrimary, ToWorker, WireReleases } from "./messages.ts";
import { createNodeListener } from "./node-listener.ts";
import { isOwnPage, serveOwnPage } from "./own-pages.ts";
import { serveRequest } from "./serve-request.ts";
import { buildStageTable, type StageTable } from "./stage-table.ts";
import { serveTracePage, tracePath } from "./trace-page.ts";

// How often a worker tells what it counted.
const factsEveryMs = 1_000;

/** One of the processes that answer requests; it does what the primary says and ends when the primary is gone. */
export function runWorker(environment: Environment, variables: NodeJS.ProcessEnv): void {
  const ports = createPorts({ integrationDeny: environment.INTEGRATION_DENY, variables });
  const facts = new FactsCollector(ports.clock.nowMs);
  const installer = new ReleaseInstaller();
  const metricsRequests = new MetricsRequests();
  let status: GatewayStatus = { workers: 1, isServing: false, staleSinceMs: undefined, problem: undefined };

  const feedToken = () =>
    environment.FEED_TOKEN === undefined ? readOrMakeFeedToken(environment.DATA_DIR) : Promise.resolve(environment.FEED_TOKEN);

  const listener = createNodeListener((head, body, reply) => {
    if (head.target === tracePath && head.method === "POST")
      serveTracePage({ table: installer.table, ports, facts, feedToken }, head, body, reply);
    else if (isOwnPage(head.target)) ownPage(head, reply);
    else serveRequest({ table: () => installer.table, ports, facts, reportBug }, head, body, reply);
  });

  function ownPage(head: RequestHead, reply: Reply): void {
    serveOwnPage(head, reply, {
      stages: status.isServing ? installer.table?.size : undefined,
      status,
      metricsToken: environment.METRICS_TOKEN,
      readMetrics: () => metricsRequests.ask(),
    });
  }

  const tellFacts = () => {
    const taken = facts.take();
    if (taken !== undefined) tell({ kind: "facts", facts: taken });
  };
  const timer = setInterval(tellFacts, factsEveryMs);

  async function listen(): Promise<void> {
    await installer.settled;
    await listener.listen({ port: environment.GATEWAY_PORT, host: environment.GATEWAY_HOST });
    tell({ kind: "listening" });
  }

  async function stop(deadlineMs: number): Promise<void> {
    clearInterval(timer);
    await listener.stop(deadlineMs);
    tellFacts();
    await ports.close();
    process.disconnect();
  }

  process.on("message", (message: ToWorker) => {
    if (message.kind === "releases") installer.install(message.releases);
    else if (message.kind === "status") status = message.status;
    else if (message.kind === "metrics") metricsRequests.answer(message.id, message.text);
    else if (message.kind === "listen") void listen();
    else void stop(message.deadlineMs);
  });
  tell({ kind: "attached" });
  // Without its primary a worker would hold the port and serve what nobody updates.
  process.on("disconnect", () => process.exit(0));
  cluster.worker?.on("error", () => process.exit(0));
}

// A fault that every request meets must not fill the log.
const bugsPerSecond = 5;
let bugs = { second: 0, count: 0 };

function reportBug(requestId: string, error: unknown): void {
  const second = Math.floor(Date.now() / 1_000);
  bugs = bugs.second === second ? { second, count: bugs.count + 1 } : { second, count: 1 };
  if (bugs.count <= bugsPerSecond) log("error", `Request ${requestId}: ${error instanceof Error ? error.stack : String(error)}`);
}

function tell(message: ToPrimary): void {
  if (process.connected) process.send?.(message);
}

/** Builds tables one after the other, the newest releases last; a newer set overtakes one that still waits. */
class ReleaseInstaller {
  table: StageTable | undefined;
  /** Done when everything that came so far is in place. */
  settled: Promise<void> = Promise.resolve();
  #waiting: WireReleases | undefined;
  #isBuilding = false;

  install(releases: WireReleases): void {
    this.#waiting = releases;
    if (!this.#isBuilding) this.settled = this.#build();
  }

  async #build(): Promise<void> {
    this.#isBuilding = true;
    while (this.#waiting !== undefined) {
      const releases = this.#waiting;
      this.#waiting = undefined;
      const { table, missing } = await buildStageTable(this.table ?? new Map(), releases);
      this.table = table;
      tell({ kind: "installed", version: releases.version });
      if (missing.length > 0) tell({ kind: "failed", problem: `Snapshots of ${missing.join(", ")} cannot be read` });
    }
    this.#isBuilding = false;
  }
}

// A page that the primary does not answer in this time is not worth waiting for.
const metricsTimeoutMs = 2_000;

class MetricsRequests {
  readonly #waiting = new Map<number, (text: string) => void>();
  #nextId = 1;

  ask(): Promise<string> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error("the primary did not answer"));
      }, metricsTimeoutMs);
      this.#waiting.set(id, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      tell({ kind: "metrics", id });
    });
  }

  answer(id: number, text: string): void {
    this.#waiting.get(id)?.(text);
    this.#waiting.delete(id);
  }
}

import cluster, { type Worker } from "node:cluster";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Environment } from "../lib/base/environment.ts";
import { DiskCache } from "../lib/feed/client/disk-cache.ts";
import { createFeedClient } from "../lib/feed/client/feed-client.ts";
import { readOrMakeFeedToken } from "../lib/feed/client/feed-token.ts";
import { createFeedFollower, type Releases } from "../lib/feed/client/follow-feed.ts";
import { IngestQueue } from "../lib/feed/client/ingest-queue.ts";
import { log } from "./log.ts";
import type { GatewayStatus, ToPrimary, ToWorker, WireReleases } from "./messages.ts";
import { MetricTotals } from "./metric-totals.ts";

// Requests that run when a stop is asked for get this long.
const stopDeadlineMs = 10_000;
// A worker that dies at once is started again, but not in a busy loop.
const restartFirstMs = 50;
const restartMostMs = 5_000;
const quickDeathMs = 5_000;
// A worker that does not answer must not keep the others from later changes.
const installDeadlineMs = 5_000;

/** The process that starts the workers, follows the console and delivers what was counted. */
export async function runPrimary(environment: Environment): Promise<void> {
  const primary = new Primary();
  const token = environment.FEED_TOKEN ?? (await readOrMakeFeedToken(environment.DATA_DIR));
  const client = createFeedClient(environment.FEED_URL ?? `http://127.0.0.1:${environment.PORT}`, token);
  const cache = new DiskCache(join(environment.DATA_DIR, "gateway"));
  const stopping = new AbortController();
  const queue = new IngestQueue({ client, signal: stopping.signal, node: `${process.pid}`, nowMs: Date.now });
  primary.onFacts = (facts) => queue.add(facts);

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void primary.stop().then(async () => {
        await queue.drain();
        stopping.abort();
        process.exit(0);
      });
    });
  }
  const follower = createFeedFollower({
    client,
    cache,
    signal: stopping.signal,
    install: (releases) => primary.install(releases),
    report: ({ staleSinceMs, problem }) => primary.report({ staleSinceMs, problem }),
    log: (message) => log("warn", message),
    nowMs: Date.now,
  });
  await follower.loadFromDisk();
  primary.start(environment.GATEWAY_WORKERS ?? availableParallelism());
  queue.start();
  await follower.follow();
}

type FactsMessage = Extract<ToPrimary, { kind: "facts" }>["facts"];

class Primary {
  readonly #totals = new MetricTotals();
  #releases: WireReleases | undefined;
  #status: GatewayStatus = { workers: 0, isServing: false, staleSinceMs: undefined, problem: undefined };
  readonly #attached = new Set<number>();
  /** Version of the releases that each worker serves. */
  readonly #installed = new Map<number, number>();
  #awaitingInstall: () => void = () => undefined;
  #isStopping = false;
  #restartMs = restartFirstMs;
  onFacts: (facts: FactsMessage) => void = () => undefined;

  start(count: number): void {
    cluster.on("message", (worker, message: ToPrimary) => this.#onMessage(worker, message));
    cluster.on("exit", (worker, code, signal) => this.#onExit(worker, { code, signal }));
    for (let i = 0; i < count; i++) this.#fork();
    log("info", `Gateway starts with ${count} workers`);
  }

  /** Hands releases to the workers; done when each of them serves them, or is given up on. */
  async install(releases: Releases): Promise<void> {
    const version = (this.#releases?.version ?? 0) + 1;
    this.#releases = { version, stages: releases.stages, sources: Object.fromEntries(releases.sources) };
    this.#broadcast({ kind: "releases", releases: this.#releases });
    if (this.#isInstalled(version)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, installDeadlineMs);
      this.#awaitingInstall = () => {
        if (!this.#isInstalled(version)) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#awaitingInstall = () => undefined;
  }

  // Workers that cannot hear yet take no connections before they have the newest releases.
  #isInstalled(version: number): boolean {
    return [...this.#attached].every((id) => (this.#installed.get(id) ?? 0) >= version);
  }

  report(change: Pick<GatewayStatus, "staleSinceMs" | "problem">): void {
    if (change.problem !== this.#status.problem) {
      if (change.problem === undefined) log("info", "The console is connected");
      else log("warn", `Not up to date: ${change.problem}`);
    }
    this.#setStatus({ ...this.#status, ...change });
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const ended = workers.map((worker) => new Promise<void>((resolve) => worker.once("exit", () => resolve())));
    this.#broadcast({ kind: "stop", deadlineMs: stopDeadlineMs });
    const killer = setTimeout(() => {
      for (const worker of workers) worker.process.kill("SIGKILL");
    }, stopDeadlineMs + 2_000);
    await Promise.all(ended);
    clearTimeout(killer);
  }

  #fork(): void {
    const startedMs = Date.now();
    const worker = cluster.fork();
    worker.once("exit", () => {
      this.#restartMs = Date.now() - startedMs < quickDeathMs ? Math.min(this.#restartMs * 2, restartMostMs) : restartFirstMs;
    });
  }

  #onAttached(worker: Worker): void {
    this.#attached.add(worker.id);
    if (this.#releases !== undefined) this.#tell(worker, { kind: "releases", releases: this.#releases });
    this.#tell(worker, { kind: "status", status: this.#status });
    this.#tell(worker, { kind: "listen" });
    if (this.#isStopping) this.#tell(worker, { kind: "stop", deadlineMs: stopDeadlineMs });
  }

  #onMessage(worker: Worker, message: ToPrimary): void {
    if (message.kind === "attached") this.#onAttached(worker);
    else if (message.kind === "listening") this.#countWorkers();
    else if (message.kind === "installed") this.#onInstalled(worker, message.version);
    else if (message.kind === "failed") log("error", message.problem);
    else if (message.kind === "metrics")
      this.#tell(worker, { kind: "metrics", id: message.id, text: this.#totals.text(this.#status.workers) });
    else {
      this.#totals.add(message.facts);
      this.onFacts(message.facts);
    }
  }

  #onInstalled(worker: Worker, version: number): void {
    this.#installed.set(worker.id, version);
    this.#awaitingInstall();
    const isEverywhere = Object.values(cluster.workers ?? {}).every((each) => each !== undefined && this.#installed.has(each.id));
    if (isEverywhere && !this.#status.isServing) this.#setStatus({ ...this.#status, isServing: true });
  }

  #onExit(worker: Worker, how: { code: number; signal: string }): void {
    this.#attached.delete(worker.id);
    this.#installed.delete(worker.id);
    this.#awaitingInstall();
    this.#countWorkers();
    if (this.#isStopping) return;
    log("error", `Worker ${worker.process.pid} ended (${how.signal ?? how.code}); another one starts`);
    setTimeout(() => {
      if (!this.#isStopping) this.#fork();
    }, this.#restartMs);
  }

  #countWorkers(): void {
    this.#setStatus({ ...this.#status, workers: Object.keys(cluster.workers ?? {}).length });
  }

  #setStatus(status: GatewayStatus): void {
    const isChanged = JSON.stringify(status) !== JSON.stringify(this.#status);
    this.#status = status;
    if (isChanged) this.#broadcast({ kind: "status", status });
  }

  #broadcast(message: ToWorker): void {
    for (const worker of Object.values(cluster.workers ?? {})) if (worker !== undefined) this.#tell(worker, message);
  }

  // A worker that cannot hear yet is told everything when it says that it can.
  #tell(worker: Worker, message: ToWorker): void {
    if (this.#attached.has(worker.id) && worker.isConnected()) worker.send(message);
  }
}

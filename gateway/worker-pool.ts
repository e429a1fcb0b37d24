import cluster, { type Worker } from "node:cluster";
import { totalmem } from "node:os";
import type { StageRelease } from "../lib/definition/stage.ts";
import type { AccessChanges } from "../lib/feed/access.ts";
import type { Releases } from "../lib/feed/client/follow-feed.ts";
import { authorizerSpaceOf, cacheSpaceOf } from "../lib/gateway/cache-space.ts";
import { SharedCacheOwner } from "./cache-owner.ts";
import { log } from "./log.ts";
import type { Facts, GatewayStatus, ToPrimary, ToWorker, WireReleases, WorkerSettings } from "./messages.ts";
import { MetricTotals } from "./metric-totals.ts";
import type { Answer, Question } from "./questions.ts";
import { ConnectionRelay } from "./websocket/connection-relay.ts";

// Requests that run when a stop is asked for get this long.
const stopDeadlineMs = 10_000;
// A worker that dies at once is started again, but not in a busy loop.
const restartFirstMs = 50;
const restartMostMs = 5_000;
const quickDeathMs = 5_000;
// A worker that does not answer must not keep the others from later changes.
const installDeadlineMs = 5_000;

// Caches of stages may be larger than the machine; all of them together take no more of its memory than this.
const cacheShareOfMemory = 0.25;

/** What the primary does for its workers. */
export type Duties = {
  wholeAccess(): AccessChanges;
  answer(question: Extract<Question, { about: "tokens" | "quota" | "draft" }>): Answer | Promise<Answer>;
  onFacts(facts: Facts): void;
  /** Lines of the metrics page besides those of the workers. */
  metrics(): string[];
};

function spacesOf(release: StageRelease): string[] {
  const cache = cacheSpaceOf(release);
  return [authorizerSpaceOf(release).id, ...(cache === undefined ? [] : [cache.id])];
}

/** The workers: started, told what to serve, and replaced when they end. It needs little, so that they start before all else is loaded. */
export class WorkerPool {
  readonly #totals = new MetricTotals();
  #releases: WireReleases | undefined;
  #status: GatewayStatus = { workers: 0, isServing: false, staleSinceMs: undefined, problem: undefined };
  readonly #attached = new Set<number>();
  /** Version of the releases that each worker serves. */
  readonly #installed = new Map<number, number>();
  #awaitingInstall: () => void = () => undefined;
  #isStopping = false;
  #restartMs = restartFirstMs;
  /** Workers wait for it when they are quicker than the primary. */
  #settings: WorkerSettings | undefined;
  readonly #early: Worker[] = [];
  readonly #cache = new SharedCacheOwner({
    maxBytes: totalmem() * cacheShareOfMemory,
    workers: () => this.#attached,
    tell: (id, reply) => {
      const worker = cluster.workers?.[id];
      if (worker !== undefined) this.#tell(worker, { kind: "cache", reply });
    },
  });
  readonly #relay = new ConnectionRelay((id, message) => {
    const worker = cluster.workers?.[id];
    if (worker === undefined || !this.#attached.has(id)) return false;
    this.#tell(worker, message);
    return true;
  });
  /** What workers tell and ask; there are none before {@link open}. */
  #duties: Duties | undefined;

  /** The cache of this node, for what connects it with those of others. */
  get cache(): Pick<SharedCacheOwner, "joinFar" | "onRenewedElsewhere"> {
    return this.#cache;
  }

  /** Forks the workers; they take no connections before {@link open}. */
  start(count: number): void {
    cluster.on("message", (worker, message: ToPrimary) => this.#onMessage(worker, message));
    cluster.on("exit", (worker, code, signal) => this.#onExit(worker, { code, signal }));
    for (let i = 0; i < count; i++) this.#fork();
    log("info", `Gateway starts with ${count} workers`);
  }

  /** Lets the workers serve what was installed so far. */
  open(settings: WorkerSettings, duties: Duties): void {
    this.#settings = settings;
    this.#duties = duties;
    for (const worker of this.#early) this.#onAttached(worker, settings);
  }

  /** Tells the workers what changed among keys and plans. */
  tellAccess(access: AccessChanges): void {
    this.#broadcast({ kind: "access", access });
  }

  /** Hands releases to the workers; done when each of them serves them, or is given up on. */
  async install(releases: Releases): Promise<void> {
    const version = (this.#releases?.version ?? 0) + 1;
    this.#releases = { version, stages: releases.stages, sources: Object.fromEntries(releases.sources) };
    this.#cache.keepSpaces(new Set(releases.stages.flatMap(spacesOf)));
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
    // A channel breaks when its worker ends, and that is told by itself.
    worker.on("error", () => undefined);
    worker.once("exit", () => {
      this.#restartMs = Date.now() - startedMs < quickDeathMs ? Math.min(this.#restartMs * 2, restartMostMs) : restartFirstMs;
    });
  }

  #onAttached(worker: Worker, settings: WorkerSettings): void {
    this.#attached.add(worker.id);
    this.#tell(worker, { kind: "settings", settings });
    if (this.#duties !== undefined) this.#tell(worker, { kind: "access", access: this.#duties.wholeAccess() });
    if (this.#releases !== undefined) this.#tell(worker, { kind: "releases", releases: this.#releases });
    this.#tell(worker, { kind: "status", status: this.#status });
    this.#tell(worker, { kind: "listen" });
    if (this.#isStopping) this.#tell(worker, { kind: "stop", deadlineMs: stopDeadlineMs });
  }

  #onMessage(worker: Worker, message: ToPrimary): void {
    if (message.kind === "attached") {
      if (this.#settings === undefined) this.#early.push(worker);
      else this.#onAttached(worker, this.#settings);
    } else if (message.kind === "listening") this.#countWorkers();
    else if (message.kind === "installed") this.#onInstalled(worker, message.version);
    else if (message.kind === "failed") log("error", message.problem);
    else if (message.kind === "cache") this.#cache.onQuestion(worker.id, message.question);
    else if (message.kind === "ask") void this.#answer(worker, message.id, message.question);
    else if (message.kind === "connection") this.#relay.onAnswer(message.id, message.answer);
    else if (message.kind === "connections") this.#relay.onList(message.id, message.list);
    else if (message.kind === "metrics") this.#tell(worker, { kind: "metrics", id: message.id, text: this.#metricsText() });
    else {
      this.#totals.add(message.facts);
      this.#duties?.onFacts(message.facts);
    }
  }

  #metricsText(): string {
    const own = this.#duties?.metrics() ?? [];
    return this.#totals.text(this.#status.workers) + own.map((line) => `${line}\n`).join("");
  }

  async #answer(worker: Worker, id: number, question: Question): Promise<void> {
    if (this.#duties === undefined) return;
    if (question.about === "connection") {
      this.#tell(worker, { kind: "answer", id, answer: await this.#relay.ask(question.call) });
      return;
    }
    if (question.about === "connections") {
      this.#tell(worker, { kind: "answer", id, answer: await this.#relay.list(this.#attached, question) });
      return;
    }
    this.#tell(worker, { kind: "answer", id, answer: await this.#duties.answer(question) });
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
    this.#cache.onWorkerGone(worker.id);
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

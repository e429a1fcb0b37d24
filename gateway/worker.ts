import cluster from "node:cluster";
import { setTimeout as delay } from "node:timers/promises";
import type { AccessChanges } from "../lib/feed/access.ts";
import { clientFinder } from "../lib/ports/client-address.ts";
import { createPorts } from "../lib/ports/real-ports.ts";
import { AccessTable } from "./access-table.ts";
import { BodyThreads } from "./bodies/body-threads.ts";
import { createCacheClient } from "./cache-client.ts";
import type { CacheReply } from "./cache-messages.ts";
import { DomainTable, type ServedDomain } from "./domain-table.ts";
import { FactsCollector } from "./facts.ts";
import { LimitsClient } from "./limits/limits-client.ts";
import type { Listener, Reply, RequestHead, Takers } from "./listener.ts";
import { log } from "./log.ts";
import { listenOnBothLoopbacks } from "./loopback-listener.ts";
import type { GatewayStatus, ToPrimary, ToWorker, WireReleases, WorkerSettings } from "./messages.ts";
import { createNodeListener } from "./node-listener.ts";
import { isOwnPage, serveOwnPage } from "./own-pages.ts";
import { Previews } from "./previews.ts";
import { type Answer, QuestionChannel } from "./questions.ts";
import { type PreviewCall, servePreview } from "./serve-preview.ts";
import { serveRequest } from "./serve-request.ts";
import { buildSocketTable, buildStageTable, type SocketTable, type StageTable } from "./stage-table.ts";
import { serveTracePage, tracePath } from "./trace-page.ts";
import {
  type ConnectionAnswer,
  type ConnectionCall,
  type ConnectionList,
  type ListQuestion,
  noConnections,
} from "./websocket/connection-calls.ts";
import { connectionsPath, serveConnectionsPage } from "./websocket/connections-page.ts";
import { serveHandshake } from "./websocket/serve-handshake.ts";
import { serveWatched, watchedPath } from "./websocket/serve-watched.ts";
import { SocketHub } from "./websocket/socket-hub.ts";

// How often a worker tells what it counted, and hands over records: seldom enough to be cheap, often enough to be small.
const countsEveryMs = 1_000;
const recordsEveryMs = 100;

/**
 * One of the processes that answer requests; it does what the primary says and ends when the primary is gone. `bodyThread` is the code of
 * the thread for long bodies.
 */
export function runWorker(variables: NodeJS.ProcessEnv, bodyThread: string): void {
  const installer = new ReleaseInstaller();
  const metricsRequests = new MetricsRequests();
  let server: WorkerServer | undefined;
  let status: GatewayStatus = { workers: 1, isServing: false, staleSinceMs: undefined, problem: undefined };

  process.on("message", (message: ToWorker) => {
    if (message.kind === "settings") {
      installer.feedToken = message.settings.feedToken;
      server = createServer(message.settings, variables, { installer, metricsRequests, bodyThread, status: () => status });
    } else if (message.kind === "releases") installer.install(message.releases);
    else if (message.kind === "status") status = message.status;
    else if (message.kind === "metrics") metricsRequests.answer(message.id, message.text);
    else if (message.kind === "cache") server?.onCacheReply(message.reply);
    else if (message.kind === "access") server?.applyAccess(message.access);
    else if (message.kind === "answer") server?.onAnswer(message.id, message.answer);
    else if (message.kind === "connection")
      tell({ kind: "connection", id: message.id, answer: server?.answerConnection(message.call) ?? { kind: "gone" } });
    else if (message.kind === "connections")
      tell({ kind: "connections", id: message.id, list: server?.listConnections(message) ?? noConnections });
    else if (message.kind === "listen") void server?.listen();
    else void server?.stop(message.deadlineMs);
  });
  tell({ kind: "attached" });
  // A fault of one request must not take the others down.
  process.on("unhandledRejection", (error) => reportBug("", error));
  // Without its primary a worker would hold the port and serve what nobody updates.
  process.on("disconnect", () => process.exit(0));
  cluster.worker?.on("error", () => process.exit(0));
}

/** Who lends credentials for AWS may be slow; what needs none is served meanwhile. */
const credentialsMs = 1_000;

type WorkerServer = {
  listen(): Promise<void>;
  onCacheReply(reply: CacheReply): void;
  applyAccess(changes: AccessChanges): void;
  onAnswer(id: number, answer: Answer): void;
  answerConnection(call: ConnectionCall): ConnectionAnswer;
  listConnections(question: ListQuestion): ConnectionList;
  stop(deadlineMs: number): Promise<void>;
};
type WorkerParts = { installer: ReleaseInstaller; metricsRequests: MetricsRequests; bodyThread: string; status(): GatewayStatus };

function createServer(settings: WorkerSettings, variables: NodeJS.ProcessEnv, parts: WorkerParts): WorkerServer {
  const { installer, metricsRequests, bodyThread } = parts;
  const { integrationDeny, metricsToken, feedToken } = settings;
  const realPorts = createPorts({ integrationDeny, variables, onTrouble: (message) => log("warn", message) });
  const { cache, onReply } = createCacheClient({ clock: realPorts.clock, tell: (question) => tell({ kind: "cache", question }) });
  const access = new AccessTable();
  const domains = new DomainTable();
  const questions = new QuestionChannel(tell);
  const limits = new LimitsClient(questions.ask, realPorts.clock);
  const bodies = new BodyThreads(bodyThread);
  const ports = { ...realPorts, cache, access, limits, bodies };
  const facts = new FactsCollector(ports.clock);
  const findClient = clientFinder(settings.trustedProxies);

  const hub = new SocketHub({
    worker: cluster.worker?.id ?? 0,
    ports,
    idleMs: settings.webSocketIdleMs,
    lifeMs: settings.webSocketLifeMs,
    findApi: (key) => installer.sockets.get(key)?.api,
    note: (key, { served, request, ms }) => {
      const { refusal, requestId } = served.facts;
      if (refusal?.reason === "INTERNAL_ERROR") reportBug(requestId, refusal.cause);
      const stage = installer.sockets.get(key);
      if (stage !== undefined) facts.add({ ...stage, request, served, ms });
    },
  });
  const handshakes = { table: () => installer.sockets, domains, ports, hub, findClient, reportBug };
  const ask = (call: ConnectionCall) => questions.ask({ about: "connection", call });
  const [table, sockets] = [() => installer.table, () => installer.sockets];
  const previews = new Previews({ ask: questions.ask, clock: ports.clock, feedToken, reportBug });
  const preview = (call: PreviewCall) => servePreview({ previews, ports, facts, feedToken, reportBug }, call);
  const requests = { table, sockets, domains, ask, ports, facts, findClient, reportBug, preview };

  const takers: Takers = {
    onRequest(head, body, reply) {
      if (head.target === tracePath && head.method === "POST")
        serveTracePage({ table: installer.table, ports, facts, feedToken }, head, body, reply);
      else if (head.target === connectionsPath && head.method === "POST")
        serveConnectionsPage(
          { feedToken, ask, list: (question) => questions.ask({ about: "connections", ...question }) },
          { head, body },
          reply,
        );
      else if (isOwnPage(head.target)) ownPage(head, reply);
      else serveRequest(requests, head, body, reply);
    },
    onHandshake: (handshake) =>
      handshake.head.target === watchedPath
        ? serveWatched({ table: () => installer.sockets, hub, feedToken, reportBug }, handshake)
        : serveHandshake(handshakes, handshake),
  };
  const listener = listenOnBothLoopbacks(() => createNodeListener(takers));
  let tlsListener: Listener | undefined;

  async function listenOverTls(port: number): Promise<void> {
    // Most gateways need none of it, and it takes time to load.
    const { createTlsListener } = await import("./tls-listener.ts");
    const onTooOld = ({ facts: domain }: ServedDomain, refused: { version: string; needed: string; remoteAddress: string }) => {
      const { remoteAddress: sourceIp, ...evidence } = refused;
      const place = { requestId: ports.random.uuid(), apiId: domain.id, stage: "", method: "", path: "", sourceIp, status: 0 };
      facts.addUnserved({ ...place, reason: "TLS_TOO_OLD", evidence: { domainName: domain.name, ...evidence } });
    };
    tlsListener = listenOnBothLoopbacks(() => createTlsListener(takers, { domains, feedToken, onTooOld }));
    await tlsListener.listen({ port, host: settings.host });
  }

  function ownPage(head: RequestHead, reply: Reply): void {
    const status = parts.status();
    serveOwnPage({ ...head, remoteAddress: findClient(head).sourceIp }, reply, {
      stages: status.isServing ? installer.table?.size : undefined,
      status,
      metricsToken,
      readMetrics: () => metricsRequests.ask(),
    });
  }

  const tellRecords = () => {
    const records = facts.takeRecords();
    if (records.length > 0) tell({ kind: "facts", facts: { records, metrics: [], usage: [], dropped: { records: 0, traces: 0 } } });
  };
  const tellCounts = () => {
    const counts = facts.takeCounts();
    const usage = limits.takeUsage();
    if (counts === undefined && usage.length === 0) return;
    const nothing = { metrics: [], dropped: { records: 0, traces: 0 } };
    tell({ kind: "facts", facts: { records: [], usage, ...(counts ?? nothing) } });
  };
  const timers = [setInterval(tellRecords, recordsEveryMs), setInterval(tellCounts, countsEveryMs)];

  return {
    async listen() {
      await Promise.all([installer.settled, Promise.race([realPorts.ready, delay(credentialsMs, undefined, { ref: false })])]);
      await listener.listen({ port: settings.port, host: settings.host });
      if (settings.tlsPort !== undefined) await listenOverTls(settings.tlsPort);
      tell({ kind: "listening" });
    },
    onCacheReply: onReply,
    applyAccess(changes) {
      access.apply(changes);
      domains.apply(changes.domains);
    },
    onAnswer: (id, answer) => questions.answer(id, answer),
    answerConnection: (call) => hub.answer(call),
    listConnections: (question) => hub.list(question),
    async stop(deadlineMs) {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([hub.stop(deadlineMs), listener.stop(deadlineMs), tlsListener?.stop(deadlineMs)]);
      tellRecords();
      tellCounts();
      bodies.close();
      await ports.close();
      process.disconnect();
    },
  };
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
  /** It comes with the settings, before the first releases do. */
  feedToken = "";
  table: StageTable | undefined;
  sockets: SocketTable = new Map();
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
      const { table, missing } = await buildStageTable(this.table ?? new Map(), releases, this.feedToken);
      this.table = table;
      this.sockets = await buildSocketTable(this.sockets, releases, this.feedToken);
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

import { randomBytes } from "node:crypto";
import { type CollectingTrace, collectTrace } from "../../lib/gateway/collect-trace.ts";
import { findHeader, type GatewayRequest } from "../../lib/gateway/message.ts";
import type { Ports, Served } from "../../lib/gateway/ports.ts";
import { noTrace } from "../../lib/gateway/trace.ts";
import type { CompiledWebSocketApi } from "../../lib/gateway/websocket/compile-websocket.ts";
import { closeSocket, openSocket, receiveMessage, type SocketConnection } from "../../lib/gateway/websocket/serve-websocket.ts";
import {
  type ConnectionAnswer,
  type ConnectionCall,
  type ConnectionList,
  connectionsListedMax,
  type ListedConnection,
  type ListQuestion,
  makeConnectionId,
} from "./connection-calls.ts";
import type { Handshake, Peer } from "./peer.ts";
import type { Watch } from "./watch.ts";

/** A connection that is open on this worker. */
type Live = {
  connection: SocketConnection;
  stageKey: string;
  peer: Peer;
  lastActiveMs: number;
  /** Messages that are being served. */
  running: number;
  watch: Watch | undefined;
};

/** What a connection is served by, and who watches it. */
export type SocketTarget = { stageKey: string; api: CompiledWebSocketApi; watch?: Watch | undefined };

type Event = { served: Served; request: GatewayRequest; startedMs: number; trace: CollectingTrace | undefined };

export type HubOptions = {
  worker: number;
  ports: Ports;
  idleMs: number;
  lifeMs: number;
  /** What a stage serves now; undefined when it is gone. */
  findApi(stageKey: string): CompiledWebSocketApi | undefined;
  /** Counts and logs what became of an event. */
  note(stageKey: string, event: { served: Served; request: GatewayRequest; ms: number }): void;
};

const sweepMs = 5_000;
// A caller that reads slower than it is written to is let go when this much waits for it.
const bufferedBytesMax = 1_048_576;
// A caller that sends faster than its messages are served waits.
const runningMax = 64;

const closeCodes = { goingAway: 1001, policy: 1008 } as const;

/** The WebSocket connections of a worker. */
export class SocketHub {
  readonly #options: HubOptions;
  readonly #live = new Map<string, Live>();
  #sweeper: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#live.size;
  }

  /** Serves a handshake, and the connection that comes of it until it ends. */
  async serve(handshake: Handshake, target: SocketTarget, request: GatewayRequest): Promise<void> {
    const { ports, worker } = this.#options;
    const { api, stageKey, watch } = target;
    const id = makeConnectionId(worker, randomBytes);
    const startedMs = performance.now();
    const trace = this.#traceFor(api, watch);
    const opening = await openSocket({ api, ports, trace: trace ?? noTrace }, request, id);
    this.#note({ stageKey, api, watch }, { served: opening.served, request, startedMs, trace });
    if (opening.kind === "refused") {
      handshake.refuse(opening.status, opening.headers, opening.body);
      return;
    }
    this.#open(handshake, target, opening.connection, opening.protocol);
  }

  #traceFor({ stage }: CompiledWebSocketApi, watch: Watch | undefined): CollectingTrace | undefined {
    return watch === undefined ? undefined : collectTrace(this.#options.ports.clock, stage.hide);
  }

  /** Tells of an event: counters and logs, and who watches the connection. */
  #note({ stageKey, api, watch }: SocketTarget, { served, request, startedMs, trace }: Event): void {
    const ms = performance.now() - startedMs;
    this.#options.note(stageKey, { served, request, ms });
    const { socket } = served.exchange;
    if (watch === undefined || trace === undefined || socket === undefined) return;
    const { routeKey, eventType, connectionId } = socket;
    watch({ routeKey, eventType, connectionId, ms, trace: trace.record(api.stage, served) });
  }

  #open(handshake: Handshake, { stageKey, watch }: SocketTarget, connection: SocketConnection, protocol: string | undefined): void {
    let live: Live | undefined;
    const peer = handshake.accept(protocol, {
      onActivity: () => {
        if (live !== undefined) live.lastActiveMs = Date.now();
      },
      onMessage: (text) => {
        if (live !== undefined) void this.#onMessage(live, text);
      },
      onClose: (end) => {
        if (live !== undefined) void this.#onClose(live, end);
      },
    });
    if (peer === undefined) {
      void this.#tellClosed({ stageKey, connection, watch }, { code: 1006, reason: "" });
      return;
    }
    live = { connection, stageKey, peer, lastActiveMs: Date.now(), running: 0, watch };
    this.#live.set(connection.id, live);
    if (this.#isStopping) peer.close(closeCodes.goingAway, "Going away");
    else this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs).unref();
  }

  async #onMessage(live: Live, text: string): Promise<void> {
    const api = this.#options.findApi(live.stageKey);
    if (api === undefined) {
      live.peer.close(closeCodes.goingAway, "Going away");
      return;
    }
    live.running++;
    if (live.running >= runningMax) live.peer.pause();
    const startedMs = performance.now();
    const trace = this.#traceFor(api, live.watch);
    const serving = { api, ports: this.#options.ports, trace: trace ?? noTrace };
    const { reply, served } = await receiveMessage(serving, live.connection, text).finally(() => {
      live.running--;
      if (live.running === runningMax - 1) live.peer.resume();
    });
    this.#note({ ...live, api }, { served, request: live.connection.handshake, startedMs, trace });
    if (reply !== undefined) this.#send(live, reply);
  }

  #send(live: Live, data: string | Buffer): void {
    if (!this.#live.has(live.connection.id)) return;
    if (live.peer.bufferedBytes > bufferedBytesMax) live.peer.terminate();
    else live.peer.send(data);
  }

  async #onClose(live: Live, end: { code: number; reason: string }): Promise<void> {
    if (!this.#live.delete(live.connection.id)) return;
    await this.#tellClosed(live, end);
  }

  async #tellClosed(closed: Pick<Live, "stageKey" | "connection" | "watch">, end: { code: number; reason: string }): Promise<void> {
    const { stageKey, connection, watch } = closed;
    const api = this.#options.findApi(stageKey);
    if (api === undefined) return;
    const startedMs = performance.now();
    const trace = this.#traceFor(api, watch);
    const served = await closeSocket({ api, ports: this.#options.ports, trace: trace ?? noTrace }, connection, end);
    this.#note({ stageKey, api, watch }, { served, request: connection.handshake, startedMs, trace });
  }

  /** Answers a call of `@connections` about a connection of this worker. */
  answer(call: ConnectionCall): ConnectionAnswer {
    const live = this.#live.get(call.connectionId);
    if (live === undefined || live.stageKey !== call.stageKey) return { kind: "gone" };
    if (call.verb === "POST") {
      this.#send(live, call.isBase64 ? Buffer.from(call.data, "base64") : call.data);
      return { kind: "done" };
    }
    if (call.verb === "DELETE") {
      live.peer.close(1000, "Connection Closed Normally");
      return { kind: "done" };
    }
    return { kind: "told", ...factsOf(live) };
  }

  /** The connections of a stage that are open on this worker and fit the filter, the newest of them. */
  list({ stageKey, filter }: ListQuestion): ConnectionList {
    const open = [...this.#live.values()].filter((live) => live.stageKey === stageKey);
    const wanted = filter.toLowerCase();
    const fits = ({ connectionId, sourceIp, userAgent, caller }: ListedConnection) =>
      [connectionId, sourceIp, userAgent, caller].some((text) => text?.toLowerCase().includes(wanted));
    const matching = open.map(listedOf).filter((each) => wanted === "" || fits(each));
    return { total: open.length, matching: matching.length, connections: matching.slice(-connectionsListedMax) };
  }

  /** Lets every connection go, as a stop does; they come back to another worker. Neither callers nor `$disconnect` hold it up. */
  async stop(deadlineMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#sweeper);
    const leaving = [...this.#live.values()];
    // Who does not answer the goodbye would keep the listener open; so would who came in the last moment.
    const isOver = new Promise<void>((resolve) => {
      const end = () => {
        for (const { peer } of [...leaving, ...this.#live.values()]) peer.terminate();
        resolve();
      };
      setTimeout(end, deadlineMs).unref();
    });
    const ended = leaving.map(async (live) => {
      live.peer.close(closeCodes.goingAway, "Going away");
      await this.#onClose(live, { code: closeCodes.goingAway, reason: "Going away" });
    });
    await Promise.race([Promise.allSettled(ended), isOver]);
  }

  #sweep(): void {
    const nowMs = Date.now();
    for (const { connection, peer, lastActiveMs } of this.#live.values()) {
      if (nowMs - lastActiveMs > this.#options.idleMs || nowMs - connection.connectedAtMs > this.#options.lifeMs) {
        peer.close(closeCodes.goingAway, "Going away");
      }
    }
  }
}

/** What callers of `@connections` and the board hear of a connection. */
function listedOf(live: Live): ListedConnection {
  const { authorizer, identity, id: connectionId } = live.connection;
  const principalId = authorizer?.principalId;
  const caller = identity.userArn ?? (typeof principalId === "string" ? principalId : undefined);
  return { connectionId, ...factsOf(live), ...(caller === undefined ? {} : { caller }) };
}

function factsOf({ connection, lastActiveMs: lastActiveAtMs }: Live) {
  const { handshake, connectedAtMs } = connection;
  return { connectedAtMs, lastActiveAtMs, sourceIp: handshake.sourceIp, userAgent: findHeader(handshake.headers, "user-agent") ?? null };
}

import { defaultStage } from "../../lib/definition/stage-address.ts";
import { findHeader, type GatewayRequest, type RequestBody } from "../../lib/gateway/message.ts";
import type { RequestHead } from "../listener.ts";
import { isSame } from "../own-pages.ts";
import { type SocketTable, stageKey } from "../stage-table.ts";
import type { Handshake, Peer, PeerEvents } from "./peer.ts";
import type { SocketHub } from "./socket-hub.ts";
import type { WatchedEvent } from "./watch.ts";
import { parseWatchedCall, type WatchedCall } from "./watched-call.ts";

/** Where the console connects to be a client of a stage and to see what becomes of each message. */
export const watchedPath = "/_gatehouse/socket";

type Serving = { table(): SocketTable; hub: SocketHub; feedToken: string; reportBug(requestId: string, error: unknown): void };

/** Serves a connection of the console's tester. Only who has the feed token may open one. */
export function serveWatched(serving: Serving, handshake: Handshake): true {
  if (isSame(findHeader(handshake.head.headers, "authorization") ?? "", `Bearer ${serving.feedToken}`))
    new WatchedCaller(serving, handshake);
  else handshake.refuse(403, ["Content-Type", "application/json"], '{"message":"Forbidden"}');
  return true;
}

const normalEnd = 1000;
// Longer than an integration may take.
const disconnectMs = 35_000;

/**
 * A client that the console plays. What it sends comes as `send` frames, what it gets goes as `message` frames, and each event is told
 * with its trace, all over one connection to the console.
 */
class WatchedCaller implements Handshake {
  readonly head: RequestHead;
  readonly #serving: Serving;
  readonly #outer: Peer | undefined;
  /** Of the connection to the stage, once it is open. */
  #events: PeerEvents | undefined;
  #isCalled = false;
  /** The stage was told that the client is gone. */
  #isEnded = false;
  /** Nobody listens any more. */
  #isOver = false;
  readonly #onGone: (() => void)[] = [];

  constructor(serving: Serving, handshake: Handshake) {
    this.head = handshake.head;
    this.#serving = serving;
    this.#outer = handshake.accept(undefined, {
      onActivity: () => this.#events?.onActivity(),
      onMessage: (text) => this.#onFrame(text),
      onClose: (end) => {
        this.#isOver = true;
        this.#end(end);
      },
    });
    this.#isOver = this.#outer === undefined;
  }

  get isGone(): boolean {
    return this.#isOver || this.#isEnded;
  }

  onGone(listener: () => void): void {
    this.#onGone.push(listener);
  }

  accept(protocol: string | undefined, events: PeerEvents): Peer | undefined {
    const outer = this.#outer;
    if (outer === undefined || this.isGone) return undefined;
    this.#events = events;
    this.#tell({ kind: "opened", ...(protocol === undefined ? {} : { protocol }) });
    return {
      get bufferedBytes() {
        return outer.bufferedBytes;
      },
      send: (data) =>
        this.#tell(Buffer.isBuffer(data) ? { kind: "message", data: data.toString("base64"), isBase64: true } : { kind: "message", data }),
      close: (code, reason) => this.#end({ code, reason }),
      terminate: () => outer.terminate(),
      pause: () => outer.pause(),
      resume: () => outer.resume(),
    };
  }

  refuse(status: number, _headers: string[], body: string): void {
    this.#tell({ kind: "refused", status, body });
    this.#outer?.close(normalEnd, "");
  }

  #tell(frame: object): void {
    if (!this.#isOver) this.#outer?.send(JSON.stringify(frame));
  }

  #onFrame(text: string): void {
    const frame = readFrame(text);
    if (!this.#isCalled) {
      this.#isCalled = true;
      this.#connect(parseWatchedCall(frame));
    } else if (frame?.kind === "send" && typeof frame.data === "string") this.#events?.onMessage(frame.data);
    else if (frame?.kind === "close") this.#end({ code: normalEnd, reason: "" });
  }

  #connect(call: WatchedCall | undefined): void {
    const { table, hub, reportBug } = this.#serving;
    const key = call === undefined ? "" : stageKey(call.apiId, call.stageName);
    const served = table().get(key);
    if (call === undefined || served === undefined) {
      const message = call === undefined ? "The call cannot be read." : `The gateway does not serve the stage ${call.stageName} yet.`;
      this.refuse(404, [], JSON.stringify({ message }));
      return;
    }
    const watch = (event: WatchedEvent) => {
      this.#tell({ kind: "event", ...event });
      if (event.eventType === "DISCONNECT") this.#outer?.close(normalEnd, "");
    };
    hub.serve(this, { stageKey: key, api: served.api, watch }, requestOf(call, this)).catch((error: unknown) => {
      reportBug("", error);
      this.refuse(500, [], '{"message":"Internal server error"}');
    });
  }

  /** Ends the connection to the stage; what $disconnect comes to is still told. */
  #end(end: { code: number; reason: string }): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#tell({ kind: "closed", ...end });
    this.#events?.onClose(end);
    for (const listener of this.#onGone) listener();
    setTimeout(() => this.#outer?.close(normalEnd, ""), disconnectMs).unref();
  }
}

function readFrame(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    // Only the console speaks here; what cannot be read is nothing it would send.
    return undefined;
  }
}

const noBody: RequestBody = { length: 0, stream: nothing(), collect: () => Promise.resolve(Buffer.alloc(0)) };

/** The handshake as a client of the stage would have sent it; the console is only its messenger. */
function requestOf({ apiId, stageName, query, headers, protocols }: WatchedCall, caller: Handshake): GatewayRequest {
  const domainName = `${apiId}.execute-api.localhost`;
  const { head } = caller;
  return {
    method: "GET",
    rawPath: "/",
    rawQuery: query,
    headers: [
      ...["Host", domainName, "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13"],
      ...(protocols.length > 0 ? ["Sec-WebSocket-Protocol", protocols.join(", ")] : []),
      ...headers.flat(),
    ],
    body: noBody,
    caller,
    fullPath: stageName === defaultStage ? "/" : `/${stageName}`,
    domainName,
    sourceIp: head.remoteAddress.replace(/^::ffff:/, ""),
    trustedHops: 0,
    protocol: "HTTP/1.1",
    scheme: head.scheme,
    port: head.localPort,
  };
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // A handshake has no body.
}

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { RequestHead } from "../listener.ts";
import { FrameGuard } from "./frame-guard.ts";
import type { Handshake, Peer, PeerEvents } from "./peer.ts";

// The service's limits.
const frameBytesMax = 32 * 1_024;
const messageBytesMax = 128 * 1_024;
const tooLarge = 1009;

const server = new WebSocketServer({
  noServer: true,
  maxPayload: messageBytesMax,
  perMessageDeflate: false,
  clientTracking: false,
  // The route chose the protocol before the handshake is answered; `chosen` carries it here.
  handleProtocols: (_offered, request) => chosen.get(request) ?? false,
});
const chosen = new WeakMap<IncomingMessage, string>();

/** A handshake on a socket of Node's HTTP server. */
export class NodeHandshake implements Handshake {
  readonly head: RequestHead;
  readonly #request: IncomingMessage;
  readonly #socket: Duplex;
  readonly #early: Buffer;

  constructor(head: RequestHead, parts: { request: IncomingMessage; socket: Duplex; early: Buffer }) {
    this.head = head;
    this.#request = parts.request;
    this.#socket = parts.socket;
    this.#early = parts.early;
    // A caller that breaks off while it waits is gone, and nothing else.
    this.#socket.on("error", () => this.#socket.destroy());
  }

  get isGone(): boolean {
    return this.#socket.destroyed;
  }

  onGone(listener: () => void): void {
    this.#socket.once("close", listener);
  }

  accept(protocol: string | undefined, events: PeerEvents): Peer | undefined {
    if (this.isGone) return undefined;
    if (protocol !== undefined) chosen.set(this.#request, protocol);
    let peer: Peer | undefined;
    server.handleUpgrade(this.#request, this.#socket, this.#early, (webSocket) => {
      peer = openPeer(webSocket, this.#socket, events);
    });
    return peer;
  }

  refuse(status: number, headers: string[], body: string): void {
    if (this.isGone) return;
    const lines = [`HTTP/1.1 ${status} ${reasonPhrases[status] ?? "Error"}`];
    for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`, "Connection: close");
    this.#socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  }
}

const reasonPhrases: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function openPeer(webSocket: WebSocket, socket: Duplex, events: PeerEvents): Peer {
  const guard = new FrameGuard(frameBytesMax);
  let isEnding = false;
  const end = (code: number, reason: string) => {
    isEnding = true;
    webSocket.close(code, reason);
  };
  // Before the frames themselves are read, so that one that is too long is never a message.
  socket.prependListener("data", (chunk: Buffer) => {
    events.onActivity();
    if (!isEnding && !guard.accepts(chunk)) end(tooLarge, "Frame too long");
  });
  webSocket.on("message", (data: Buffer) => {
    if (!isEnding) events.onMessage(data.toString("utf8"));
  });
  // What is wrong with frames closes the connection with the code that says so.
  webSocket.on("error", () => undefined);
  webSocket.on("close", (code, reason) => events.onClose({ code, reason: reason.toString("utf8") }));
  return {
    get bufferedBytes() {
      return webSocket.bufferedAmount;
    },
    send: (data) => webSocket.send(data, { binary: Buffer.isBuffer(data) }),
    close: end,
    terminate: () => webSocket.terminate(),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
}

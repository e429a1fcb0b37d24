import { createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { Server as NetServer, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { findHeader, type RequestBody, requestBodyMaxBytes } from "../lib/gateway/message.ts";
import type { Listener, Reply, RequestHead, Takers, TlsFacts } from "./listener.ts";
import { SocketBody } from "./socket-body.ts";
import { NodeHandshake } from "./websocket/node-handshake.ts";

// The service's limit on request line and headers together.
const headerBytesMax = 10_240;
// A caller that sends its headers or its body slower than this holds a connection for nothing.
const headersTimeoutMs = 30_000;
const requestTimeoutMs = 120_000;
// Longer than the idle time of usual load balancers, so that they close first.
const keepAliveMs = 350_000;
const sweepEveryMs = 50;
// Up to here turning bytes into text costs less than it saves.
const textBytesMax = 1_024;
// A caller that is answered before it sent its whole body may go on sending for so long; it reads the answer afterwards.
const lingerMs = 5_000;

/** Limits of every server that takes requests. */
export const serverOptions = {
  maxHeaderSize: headerBytesMax,
  headersTimeout: headersTimeoutMs,
  requestTimeout: requestTimeoutMs,
  keepAliveTimeout: keepAliveMs,
  noDelay: true,
};

/** A listener on Node's own HTTP server. */
export function createNodeListener(takers: Takers): Listener {
  let isStopping = false;
  const server = createServer(serverOptions);
  takeRequests(server, takers, { isStopping: () => isStopping });
  return {
    listen: (address) => listenOn(server, address),
    stop(deadlineMs) {
      isStopping = true;
      return stopServers(server, [server], deadlineMs);
    },
  };
}

type Connections = {
  isStopping(): boolean;
  /** Of connections that are encrypted. */
  tlsOf?(socket: Socket): TlsFacts;
};

/** Hands what a server gets to those who answer it. */
export function takeRequests(server: NetServer, { onRequest, onHandshake }: Takers, { isStopping, tlsOf }: Connections): void {
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const host = findHost(request.rawHeaders);
    const body = bodies.get(request) ?? new SocketBody(request);
    const reply = new NodeReply({ request, response, isBodiless: body.length === 0 }, isStopping);
    if (host === undefined) {
      reply.send(400, ["Content-Type", "application/json"], '{"message":"Bad Request"}');
      return;
    }
    onRequest(headOf(request, host, tlsOf?.(request.socket)), body, reply);
  }

  server.on("request", answer);
  if (onHandshake !== undefined) {
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, early: Buffer) => {
      const host = findHost(request.rawHeaders);
      const isWebSocket = host !== undefined && request.headers.upgrade?.toLowerCase() === "websocket";
      if (isWebSocket) {
        const head = headOf(request, host, tlsOf?.(request.socket));
        if (onHandshake(new NodeHandshake(head, { request, socket, early }))) return;
      }
      serveUnchanged({ request, socket, early }, answer).catch(() => socket.destroy());
    });
  }
  server.on("clientError", refuseBadRequest);
}

/** Bodies of requests that asked for another protocol: Node gives up reading those. */
const bodies = new WeakMap<IncomingMessage, RequestBody>();

type Upgraded = { request: IncomingMessage; socket: Duplex; early: Buffer };

/** A request that asked for a protocol that is not spoken here is answered in the one it came in, as HTTP has it. */
async function serveUnchanged(
  { request, socket, early }: Upgraded,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<void> {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.on("finish", () => socket.end());
  socket.on("error", () => socket.destroy());
  // The socket is the one that the request came from; Node's types know it by its wider kind only.
  response.assignSocket(socket as Socket);
  const length = Number(request.headers["content-length"] ?? 0);
  if (request.headers["transfer-encoding"] !== undefined || !(length <= requestBodyMaxBytes)) {
    response.writeHead(400, { "content-type": "application/json", connection: "close" }).end('{"message":"Bad Request"}');
    return;
  }
  // Node no longer watches the time of such a request.
  const timer = setTimeout(() => socket.destroy(), requestTimeoutMs);
  const bytes = await readBytes(socket, early, length).finally(() => clearTimeout(timer));
  if (bytes === undefined) return;
  bodies.set(request, { length, stream: oneChunk(bytes), collect: () => Promise.resolve(bytes) });
  serve(request, response);
}

/** So many bytes of a socket; undefined when it ends before. */
async function readBytes(socket: Duplex, early: Buffer, length: number): Promise<Buffer | undefined> {
  const chunks = [early];
  let count = early.length;
  if (count < length) {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      count += chunk.length;
      if (count >= length) break;
    }
  }
  return count < length ? undefined : Buffer.concat(chunks).subarray(0, length);
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

function headOf(request: IncomingMessage, host: string, tls: TlsFacts | undefined): RequestHead {
  const { socket } = request;
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers: request.rawHeaders,
    host,
    protocol: request.httpVersion === "1.1" ? "HTTP/1.1" : `HTTP/${request.httpVersion}`,
    scheme: tls === undefined ? "http" : "https",
    remoteAddress: socket.remoteAddress ?? "",
    localPort: socket.localPort ?? 0,
    tls,
  };
}

export function listenOn(server: NetServer, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

type RequestServer = { closeAllConnections(): void; closeIdleConnections(): void };

/** Closes what listens, and ends the connections of the servers that answer them. */
export function stopServers(listening: NetServer, answering: readonly RequestServer[], deadlineMs: number): Promise<void> {
  const closeIdle = () => {
    for (const server of answering) server.closeIdleConnections();
  };
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const server of answering) server.closeAllConnections();
    }, deadlineMs);
    // Connections fall idle as their last answers end.
    const sweeper = setInterval(closeIdle, sweepEveryMs);
    listening.close(() => {
      clearTimeout(timer);
      clearInterval(sweeper);
      resolve();
    });
    closeIdle();
  });
}

/** The Host of a request; undefined when it has several, which proxies before us may have read differently. */
function findHost(rawHeaders: readonly string[]): string | undefined {
  let host: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length !== 4 || name.toLowerCase() !== "host") continue;
    if (host !== undefined) return undefined;
    host = rawHeaders[i + 1] ?? "";
  }
  return host ?? "";
}

function refuseBadRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "Request Header Fields Too Large"]
      : ["400 Bad Request", "Bad Request"];
  const body = JSON.stringify({ message });
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
}

type Connection = { request: IncomingMessage; response: ServerResponse; isBodiless: boolean };

class NodeReply implements Reply {
  readonly #connection: Connection;
  readonly #response: ServerResponse;
  readonly #isStopping: () => boolean;

  constructor(connection: Connection, isStopping: () => boolean) {
    this.#connection = connection;
    this.#response = connection.response;
    this.#isStopping = isStopping;
  }

  get isGone(): boolean {
    return this.#response.destroyed;
  }

  onGone(listener: () => void): void {
    this.#response.once("close", () => {
      if (!this.#response.writableFinished) listener();
    });
  }

  head(status: number, headers: string[], length: number | undefined): void {
    if (length !== undefined) this.#declareLength(status, headers, length);
    if (this.#isStopping()) this.#response.shouldKeepAlive = false;
    this.#response.writeHead(status, headers);
  }

  send(status: number, headers: string[], body: Buffer | string): void {
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
    this.#declareLength(status, headers, length);
    if (this.#isStopping()) this.#response.shouldKeepAlive = false;
    this.#response.writeHead(status, headers);
    this.end(body);
  }

  // An answer to HEAD has no body, but may say how long that of GET would be.
  #declareLength(status: number, headers: string[], length: number): void {
    if (!hasBody(status)) return;
    if (this.#connection.request.method === "HEAD" && findHeader(headers, "content-length") !== undefined) return;
    headers.push("Content-Length", String(length));
  }

  write(chunk: Uint8Array): boolean {
    return this.#response.write(chunk);
  }

  onDrain(listener: () => void): void {
    this.#response.on("drain", listener);
  }

  end(chunk?: Uint8Array | string): void {
    const { request, isBodiless } = this.#connection;
    if (isBodiless || request.complete || request.destroyed) this.#endNow(chunk);
    else this.#endAfterBody(chunk);
  }

  #endNow(chunk: Uint8Array | string | undefined): void {
    // Node writes head and body as one where both are text; where the body is bytes it takes a dearer call for two pieces.
    if (Buffer.isBuffer(chunk) && chunk.length <= textBytesMax) this.#response.end(chunk.toString("latin1"), "latin1");
    else this.#response.end(chunk);
  }

  // Closing now would reset the connection of a caller that still sends, and it would lose the answer.
  #endAfterBody(chunk: Uint8Array | string | undefined): void {
    const { request } = this.#connection;
    this.#response.flushHeaders();
    if (chunk !== undefined && chunk.length > 0) this.#response.write(chunk);
    const timer = setTimeout(() => request.socket.destroy(), lingerMs);
    request.once("close", () => clearTimeout(timer));
    request.once("end", () => {
      clearTimeout(timer);
      this.#response.end();
    });
    // A listener, since a reader that is about to leave the stream would stop what resume() alone began.
    request.on("data", () => undefined).resume();
  }

  abort(): void {
    this.#response.destroy();
  }
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

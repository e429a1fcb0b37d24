import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Listener, Reply, RequestHandler } from "./listener.ts";
import { SocketBody } from "./socket-body.ts";

// The service's limit on request line and headers together.
const headerBytesMax = 10_240;
// A caller that sends its headers or its body slower than this holds a connection for nothing.
const headersTimeoutMs = 30_000;
const requestTimeoutMs = 120_000;
// Longer than the idle time of usual load balancers, so that they close first.
const keepAliveMs = 350_000;
const sweepEveryMs = 50;
// A caller that is answered before it sent its whole body may go on sending for so long; it reads the answer afterwards.
const lingerMs = 5_000;

/** A listener on Node's own HTTP server. */
export function createNodeListener(handle: RequestHandler): Listener {
  const server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      noDelay: true,
    },
    (request, response) => onRequest(request, response),
  );
  let isStopping = false;

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const host = findHost(request.rawHeaders);
    const body = new SocketBody(request);
    const reply = new NodeReply({ request, response, isBodiless: body.length === 0 }, () => isStopping);
    if (host === undefined) {
      reply.send(400, ["Content-Type", "application/json"], '{"message":"Bad Request"}');
      return;
    }
    const { socket } = request;
    handle(
      {
        method: request.method ?? "GET",
        target: request.url ?? "/",
        headers: request.rawHeaders,
        host,
        protocol: request.httpVersion === "1.1" ? "HTTP/1.1" : `HTTP/${request.httpVersion}`,
        scheme: "http",
        remoteAddress: socket.remoteAddress ?? "",
        localPort: socket.localPort ?? 0,
      },
      body,
      reply,
    );
  }

  server.on("clientError", refuseBadRequest);
  return {
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port, host, backlog: 4_096 }, () => {
          server.off("error", reject);
          resolve();
        });
      }),
    stop(deadlineMs) {
      isStopping = true;
      return stopServer(server, deadlineMs);
    },
  };
}

function stopServer(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
    // Connections fall idle as their last answers end.
    const sweeper = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(sweeper);
      resolve();
    });
    server.closeIdleConnections();
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
    if (length !== undefined && hasBody(status)) headers.push("Content-Length", String(length));
    if (this.#isStopping()) this.#response.shouldKeepAlive = false;
    this.#response.writeHead(status, headers);
  }

  send(status: number, headers: string[], body: Buffer | string): void {
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
    if (hasBody(status)) headers.push("Content-Length", String(length));
    if (this.#isStopping()) this.#response.shouldKeepAlive = false;
    this.#response.writeHead(status, headers);
    this.end(body);
  }

  write(chunk: Uint8Array): boolean {
    return this.#response.write(chunk);
  }

  onDrain(listener: () => void): void {
    this.#response.on("drain", listener);
  }

  end(chunk?: Uint8Array | string): void {
    const { request, isBodiless } = this.#connection;
    if (isBodiless || request.complete || request.destroyed) this.#response.end(chunk);
    else this.#endAfterBody(chunk);
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

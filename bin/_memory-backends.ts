import { createServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";

/** A server on a free port of loopback. */
export type Backend = { url: string; close(): Promise<void> };

const head = (length: number, more = "") => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;
const answer = (body: string, more = "") => head(body.length, more) + body;

/** What the faulty backend does with a call, by the last segment of its path; functions are named in front of `/invocations`. */
export const manners: Readonly<Record<string, (socket: Socket) => void>> = {
  hangs: () => undefined,
  "hangs-in-body": (socket) => socket.write(`${head(100)}{"half":`),
  resets: (socket) => socket.resetAndDestroy(),
  "resets-in-body": (socket) => socket.write(`${head(100)}{"half":`, () => socket.resetAndDestroy()),
  "ends-in-body": (socket) => socket.end(`${head(100)}{"half":`),
  nonsense: (socket) => socket.end("220 mail.example.com ESMTP ready\r\n"),
  "many-headers": (socket) => socket.end(head(2, `X-Large: ${"x".repeat(20_000)}\r\n`)),
  "broken-chunks": (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n"),
  "wrong-encoding": (socket) => socket.end(answer("no gzip", "Content-Encoding: gzip\r\n")),
  throws: (socket) => socket.end(answer('{"errorMessage":"boom"}', "X-Amz-Function-Error: Unhandled\r\n")),
  talks: (socket) => socket.end(answer("no JSON at all")),
};

/** A backend that does to each call what the call's path says. */
export async function startFaultyBackend(): Promise<Backend> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    let text = "";
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Callers hang up on backends like this one.
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (!text.includes("\r\n\r\n")) return;
      const name = /^\S+ \S*?([\w-]+)(?:\/invocations)? HTTP/.exec(text)?.[1] ?? "";
      text = "";
      manners[name]?.(socket);
    });
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** A backend that answers with what it got. */
export async function startEcho(): Promise<Backend> {
  const server = createServer((request, response) => {
    response.writeHead(200, { "Content-Type": request.headers["content-type"] ?? "text/plain" });
    request.pipe(response);
  });
  return listen(server, () => server.closeAllConnections());
}

async function listen(server: Server | HttpServer, endConnections: () => void): Promise<Backend> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      endConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

import { randomUUID } from "node:crypto";
import { type IncomingMessage, Server } from "node:http";
import { clientFinder } from "../ports/client-address.ts";

/** Where a call of the console process comes from, seen past the proxies that are believed. */
export type CallerAddress = { sourceIp: string; isSecure: boolean };

// Handlers of the framework see headers and no socket, and it takes the word of any client for `X-Forwarded-For`. The name of the header that
// says who is at the other end is made anew by each process, so that nobody outside can send one.
const key = Symbol.for("gatehouse.peer-header");
const shared = globalThis as typeof globalThis & { [key]?: string };

/** From now on every request to an HTTP server of this process says who is at the other end of its connection. */
export function notePeers(): void {
  if (shared[key] !== undefined) return;
  const header = `x-gatehouse-peer-${randomUUID()}`;
  shared[key] = header;
  const emit: (this: Server, event: string, ...rest: unknown[]) => boolean = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]) {
    // Node hands a request of its own making over with this event.
    if (event === "request") notePeer(rest[0] as IncomingMessage, header);
    return emit.call(this, event, ...rest);
  };
}

function notePeer({ headers, socket }: IncomingMessage, header: string): void {
  headers[header] = socket.remoteAddress ?? "";
}

/** Undefined where peers are not noted, as in tests that have no server. */
export function findCallerAddress(headers: Headers, trustedProxies: string): CallerAddress | undefined {
  const remoteAddress = shared[key] === undefined ? null : headers.get(shared[key]);
  if (!remoteAddress) return undefined;
  const { sourceIp, via } = finderFor(trustedProxies)({ remoteAddress, headers: [...headers].flat() });
  return { sourceIp, isSecure: via.scheme === "https" };
}

let last: { trustedProxies: string; find: ReturnType<typeof clientFinder> } | undefined;

function finderFor(trustedProxies: string): ReturnType<typeof clientFinder> {
  if (last?.trustedProxies !== trustedProxies) last = { trustedProxies, find: clientFinder(trustedProxies) };
  return last.find;
}

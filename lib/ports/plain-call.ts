import { Buffer } from "node:buffer";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { Readable } from "node:stream";
import type { HttpAnswer, HttpCall } from "../gateway/ports.ts";
import { BackendAnswer } from "./backend-answer.ts";

/** Sends a call over a connection of its own: for the few headers that the pooled client refuses. */
export function sendPlainly(call: HttpCall, lookup: LookupFunction): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const answer = new BackendAnswer({ resolve, reject }, call.timeoutMs, call.caller);
    const { protocol, hostname, port, host } = new URL(call.origin);
    const name = hostname.replace(/^\[|\]$/g, "");
    const options: https.RequestOptions = {
      hostname: name,
      port,
      path: call.path,
      method: call.method,
      headers: [...(names(call.headers, "host") ? [] : ["Host", host]), ...disguise(call.headers), ...lengthHeader(call.body)],
      agent: false,
      rejectUnauthorized: !call.skipsCertificateCheck,
      ...(call.servername !== undefined && { servername: call.servername }),
      ...(call.clientCertificate !== undefined && { cert: call.clientCertificate.certificate, key: call.clientCertificate.privateKey }),
      ...(isIP(name) === 0 && { lookup }),
    };
    const request = (protocol === "https:" ? https : http).request(options, (response) => {
      const raw = response.rawHeaders.map((text) => Buffer.from(text, "latin1"));
      answer.onHeaders(response.statusCode ?? 502, raw, () => response.resume());
      response.on("data", (chunk: Buffer) => {
        if (!answer.onData(chunk)) response.pause();
      });
      response.on("end", () => answer.onComplete());
      response.on("error", (error) => answer.onError(error));
    });
    request.once("socket", revealHeaders);
    answer.onConnect((error) => request.destroy(error));
    request.on("error", (error) => answer.onError(error));
    if (call.body === undefined || typeof call.body === "string" || call.body instanceof Uint8Array) request.end(call.body);
    else Readable.from(call.body.stream).pipe(request);
  });
}

const names = (headers: readonly string[], name: string) => headers.some((text, at) => at % 2 === 0 && text.toLowerCase() === name);

// Node's client reads a meaning into these and then refuses them. They travel under another name as far as the socket.
const disguised: ReadonlySet<string> = new Set(["upgrade", "trailer"]);
const disguisePrefix = "X-Gatehouse-As-Is-";

function disguise(headers: readonly string[]): string[] {
  return headers.map((text, at) => (at % 2 === 0 && disguised.has(text.toLowerCase()) ? disguisePrefix + text : text));
}

/** Gives the disguised headers their names back when the head of the request is written, which is the first write. */
function revealHeaders(socket: Socket): void {
  const write = socket.write;
  const reveal: typeof socket.write = (chunk: unknown, ...rest: unknown[]) => {
    socket.write = write;
    // The overloads of write take what came in, whichever of them was called.
    return Reflect.apply(write, socket, [typeof chunk === "string" ? revealHead(chunk) : chunk, ...rest]) as boolean;
  };
  socket.write = reveal;
}

// A short body can follow in the same write; it stays as it is.
function revealHead(text: string): string {
  const end = text.indexOf("\r\n\r\n");
  return end < 0 ? text : text.slice(0, end).replaceAll(`\r\n${disguisePrefix}`, "\r\n") + text.slice(end);
}

function lengthHeader(body: HttpCall["body"]): string[] {
  if (body === undefined) return ["Content-Length", "0"];
  if (typeof body === "string") return ["Content-Length", String(Buffer.byteLength(body))];
  return ["Content-Length", String(body.length)];
}

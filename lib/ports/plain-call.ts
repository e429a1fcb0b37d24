import { Buffer } from "node:buffer";
import http, { type RequestOptions } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import type { HttpAnswer, HttpCall } from "../gateway/ports.ts";
import { BackendAnswer } from "./backend-answer.ts";

/** Sends a call over a connection of its own: for the few headers that the pooled client refuses. */
export function sendPlainly(call: HttpCall, lookup: LookupFunction): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const answer = new BackendAnswer({ resolve, reject }, call.timeoutMs, call.caller);
    const { protocol, hostname, port, host } = new URL(call.origin);
    const name = hostname.replace(/^\[|\]$/g, "");
    const options: RequestOptions & { rejectUnauthorized: boolean } = {
      hostname: name,
      port,
      path: call.path,
      method: call.method,
      headers: ["Host", host, ...call.headers, ...lengthHeader(call.body)],
      agent: false,
      rejectUnauthorized: !call.skipsCertificateCheck,
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
    answer.onConnect((error) => request.destroy(error));
    request.on("error", (error) => answer.onError(error));
    if (call.body === undefined || typeof call.body === "string" || call.body instanceof Uint8Array) request.end(call.body);
    else Readable.from(call.body.stream).pipe(request);
  });
}

function lengthHeader(body: HttpCall["body"]): string[] {
  if (body === undefined) return ["Content-Length", "0"];
  if (typeof body === "string") return ["Content-Length", String(Buffer.byteLength(body))];
  return ["Content-Length", String(body.length)];
}

import { Buffer } from "node:buffer";
import { bodiesHere } from "../bodies-here.ts";
import { FrontedCache } from "../fronted-cache.ts";
import type { GatewayReply, GatewayRequest } from "../message.ts";
import { WholeBody } from "../observe.ts";
import { type HttpAnswer, type HttpCall, HttpFailure, type Ports } from "../ports.ts";

/** Ports for tests: a fixed clock, countable ids, and a backend that is a function. */
export function fakePorts(
  backend: (call: HttpCall) => Partial<{ status: number; headers: string[]; body: string }> | HttpFailure = () => ({}),
): Ports {
  let ids = 0;
  const clock = { nowMs: () => Date.UTC(2026, 10, 21, 10, 0, 0), monotonicMs: () => 0 };
  return {
    cache: new FrontedCache({ maxBytes: 1024 * 1024, clock }),
    clock,
    random: {
      uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
      hex: (digits) => "0".repeat(digits),
      extendedRequestId: () => "AAAAAAAAAAAAAAA=",
      fraction: () => 0,
    },
    http: { send: (call) => answerOf(backend(call)) },
    aws: { endpoint: (service, region) => `https://${service}.${region}.example.com`, credentials: () => undefined },
    compression: {
      compress: (coding, bytes) => Promise.resolve(Buffer.from(`${coding}(${bytes.toString()})`)),
      decompress: (coding, bytes) => {
        const text = bytes.toString();
        return text.startsWith(`${coding}(`)
          ? Promise.resolve(Buffer.from(text.slice(coding.length + 1, -1)))
          : Promise.reject(new Error("bad"));
      },
    },
    bodies: bodiesHere,
    access: { findApiKey: () => undefined, findPlan: () => undefined, findAccessKey: () => undefined },
    limits: { take: () => true, spend: () => true },
    keySets: { findKey: () => Promise.resolve(undefined), findIssuerKey: () => Promise.resolve(undefined) },
  };
}

function answerOf(answer: Partial<{ status: number; headers: string[]; body: string }> | HttpFailure): Promise<HttpAnswer> {
  if (answer instanceof HttpFailure) return Promise.reject(answer);
  return Promise.resolve({
    status: answer.status ?? 200,
    headers: answer.headers ?? [],
    body: new WholeBody(Buffer.from(answer.body ?? "")),
  });
}

/** A request such as `fakeRequest("GET /pets?x=1", { headers: ["X-In", "1"] })`. */
export function fakeRequest(line: string, options: { headers?: string[]; body?: string | Buffer } = {}): GatewayRequest {
  const [method = "GET", target = "/"] = line.split(" ");
  const [rawPath = "/", rawQuery = ""] = target.split("?");
  const body = Buffer.from(options.body ?? "");
  return {
    method,
    rawPath,
    rawQuery,
    headers: options.headers ?? [],
    body: { length: body.length, stream: [body] as never, collect: () => Promise.resolve(body) },
    caller: { isGone: false, onGone: () => undefined },
    fullPath: `/test${rawPath}`,
    domainName: "abcdefghij.execute-api.us-east-1.localhost",
    sourceIp: "127.0.0.1",
    trustedHops: 0,
    protocol: "HTTP/1.1",
    scheme: "http",
    port: 8080,
  };
}

/** Headers of a reply by lower-case name, several values joined. */
export function headersOf(reply: GatewayReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < reply.headers.length; i += 2) {
    const name = reply.headers[i]?.toLowerCase() ?? "";
    headers[name] = headers[name] === undefined ? (reply.headers[i + 1] ?? "") : `${headers[name]}, ${reply.headers[i + 1]}`;
  }
  return headers;
}

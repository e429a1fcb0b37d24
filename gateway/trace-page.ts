import { isUtf8 } from "node:buffer";
import { pathOnStage, testDomain } from "../lib/definition/stage-address.ts";
import { collectTrace } from "../lib/gateway/collect-trace.ts";
import { wholeBody } from "../lib/gateway/compression.ts";
import type { HideSecrets } from "../lib/gateway/hide-secrets.ts";
import { executionOf } from "../lib/gateway/logging-trace.ts";
import { findHeader, type GatewayRequest, type RequestBody } from "../lib/gateway/message.ts";
import type { Ports } from "../lib/gateway/ports.ts";
import { serveApi } from "../lib/gateway/serve-api.ts";
import type { FactsCollector } from "./facts.ts";
import type { Reply, RequestHead } from "./listener.ts";
import { isSame, sendJson } from "./own-pages.ts";
import { addIds, chooseApi } from "./serve-request.ts";
import { type StageTable, stageKey } from "./stage-table.ts";

export const tracePath = "/_gatehouse/trace";

type Call = {
  apiId: string;
  stageName: string;
  method: string;
  /** Below the stage, with the query string. */
  path: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
};

const headersMax = 200;

/** Reads a call by hand: a schema would cost the start of every worker. */
function parseCall(text: string): Call {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("The call is no object.");
  const member = (name: string): unknown => Reflect.get(value, name);
  const textOf = (name: string, pattern: RegExp): string => {
    const given = member(name);
    if (typeof given !== "string" || !pattern.test(given)) throw new Error(`The call's ${name} cannot be read.`);
    return given;
  };
  const headers = member("headers");
  if (!Array.isArray(headers) || headers.length > headersMax || !headers.every(isHeader))
    throw new Error("The call's headers cannot be read.");
  return {
    apiId: textOf("apiId", /^/),
    stageName: textOf("stageName", /^/),
    method: textOf("method", /./),
    path: textOf("path", /^\//),
    headers,
    body: Buffer.from(textOf("body", /^[A-Za-z0-9+/]*={0,2}$/), "base64"),
  };
}

function isHeader(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}

type Serving = { table: StageTable | undefined; ports: Ports; facts: FactsCollector; feedToken: string };

/**
 * Answers a call of the console: the request is served by what this worker serves to everybody, and the answer carries
 * the trace besides. Only who has the feed token may ask.
 */
export function serveTracePage(serving: Serving, head: RequestHead, body: RequestBody, reply: Reply): void {
  traceCall(serving, head, body, reply).then(
    ({ status, answer }) => sendJson(reply, status, answer),
    (error: unknown) => sendJson(reply, 400, { message: error instanceof Error ? error.message : "The call cannot be read." }),
  );
}

async function traceCall(
  serving: Serving,
  head: RequestHead,
  body: RequestBody,
  reply: Reply,
): Promise<{ status: number; answer: object }> {
  if (!isSame(findHeader(head.headers, "authorization") ?? "", `Bearer ${serving.feedToken}`))
    return { status: 403, answer: { message: "Forbidden" } };
  const call = parseCall((await body.collect()).toString("utf8"));
  const stage = serving.table?.get(stageKey(call.apiId, call.stageName));
  if (stage === undefined) return { status: 404, answer: { message: `The gateway does not serve the stage ${call.stageName} yet.` } };
  const api = chooseApi(stage, serving.ports);
  const request = requestOf(call, head, reply);
  const trace = collectTrace(serving.ports.clock, api.stage.hide);
  const startedMs = performance.now();
  const served = await serveApi(api, request, serving.ports, trace);
  const bytes = await wholeBody(served.reply);
  addIds(served);
  const record = trace.record(api.stage, served);
  const { hide } = api.stage;
  const execution = executionOf(stage.logging, served, { trace: record, lines: trace.lines });
  serving.facts.add({ api, logging: stage.logging, request, served, ms: performance.now() - startedMs, execution });
  return {
    status: 200,
    answer: { status: served.reply.status, ...shownReply(hide, served.reply.headers, bytes), trace: record },
  };
}

/** The request as a client of the stage would have sent it; the console is only its messenger. */
function requestOf(call: Call, head: RequestHead, caller: Reply): GatewayRequest {
  const bytes = call.body;
  const mark = call.path.indexOf("?");
  const rawPath = mark < 0 ? call.path : call.path.slice(0, mark);
  const domainName = testDomain(call.apiId);
  const length = bytes.length > 0 ? ["Content-Length", String(bytes.length)] : [];
  return {
    method: call.method,
    rawPath,
    rawQuery: mark < 0 ? "" : call.path.slice(mark + 1),
    headers: ["Host", domainName, ...call.headers.flat(), ...length],
    body: { length: bytes.length, stream: oneChunk(bytes), collect: () => Promise.resolve(bytes) },
    caller,
    fullPath: pathOnStage(call.stageName, rawPath),
    domainName,
    sourceIp: head.remoteAddress.replace(/^::ffff:/, ""),
    trustedHops: 0,
    protocol: "HTTP/1.1",
    scheme: head.scheme,
    port: head.localPort,
  };
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** The answer as the console may show it. Bytes that are no text are passed on only when no secret is in them. */
function shownReply(
  hide: HideSecrets | undefined,
  headers: readonly string[],
  bytes: Buffer,
): { headers: [string, string][]; body: string } {
  if (hide === undefined) return { headers: pairs(headers), body: bytes.toString("base64") };
  const encoding = isUtf8(bytes) ? "utf8" : "latin1";
  const body = Buffer.from(hide(bytes.toString(encoding)), encoding);
  return { headers: pairs(headers.map((text) => hide(text))), body: body.toString("base64") };
}

function pairs(headers: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) list.push([headers[i] ?? "", headers[i + 1] ?? ""]);
  return list;
}

import { Buffer, isUtf8 } from "node:buffer";
import { bodyView, cutMark, keptBytesMax } from "./body-view.ts";
import { wholeBody } from "./compression.ts";
import type { Exchange } from "./exchange.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integrations/integration.ts";
import { answerBodyMaxBytes } from "./map-response.ts";
import type { AnswerBody, GatewayReply, HeaderList, ReplySink } from "./message.ts";
import type { Refusal } from "./refusal.ts";
import { WatchedBody } from "./watched-body.ts";

/** Logs and traces how a request came in. */
export async function observeRequest(exchange: Exchange): Promise<void> {
  const { request, trace } = exchange;
  const body = await request.body.collect();
  trace.log(`Starting execution for request: ${exchange.requestId}`);
  trace.log(`HTTP Method: ${exchange.method}, Resource Path: ${request.rawPath}`);
  trace.log(`Method request path: ${mapText([...exchange.path])}`);
  trace.log(
    `Method request query string: ${mapText([...exchange.query].map(([name, values]) => [name, values[values.length - 1] ?? ""]))}`,
  );
  trace.log(`Method request headers: ${headersText(request.headers)}`);
  trace.log(`Method request body before transformations: ${bodyText(body)}`);
  const query = request.rawQuery === "" ? "" : `?${request.rawQuery}`;
  trace.annotate({
    in: { method: exchange.method, url: request.rawPath + query, headers: maskedPairs(request.headers), ...bodyView(body) },
  });
}

/** Logs and traces the call to the backend; mocks call nobody. */
export function observeCall(exchange: Exchange, call: IntegrationRequest): void {
  const { trace } = exchange;
  if (call.origin === "") return;
  const url = readableUrl(call);
  const body = callBody(call);
  trace.log(`Endpoint request URI: ${url}`);
  trace.log(`Endpoint request headers: ${headersText(call.headers)}`);
  trace.log(`Endpoint request body after transformations: ${bodyText(body)}`);
  trace.log(`Sending request to ${url}`);
  trace.annotate({ out: { method: call.method, url, headers: maskedPairs(call.headers), ...bodyView(body) } });
}

/** Logs and traces the backend's answer, which is read whole for that. */
export async function observeAnswer(exchange: Exchange, call: IntegrationRequest, answer: IntegrationAnswer): Promise<IntegrationAnswer> {
  const { trace } = exchange;
  if (call.origin === "") return answer;
  const body = (await answer.body?.collect(answerBodyMaxBytes)) ?? Buffer.alloc(0);
  observeAnswerHead(exchange, answer);
  trace.log(`Endpoint response body before transformations: ${bodyText(body)}`);
  trace.annotate({ out: { status: answer.status, headers: maskedPairs(answer.headers), ...bodyView(body) } });
  return { ...answer, body: new WholeBody(body) };
}

/** Logs and traces what comes before the body of the backend's answer. */
export function observeAnswerHead({ trace, integrationMs }: Exchange, answer: IntegrationAnswer): void {
  trace.log(`Received response. Status: ${answer.status}, Integration latency: ${Math.round(integrationMs ?? 0)} ms`);
  trace.log(`Endpoint response headers: ${headersText(answer.headers)}`);
  trace.annotate({ out: { status: answer.status, headers: maskedPairs(answer.headers) } });
}

/** Logs and traces a response that the method made. */
export async function observeReply(exchange: Exchange, reply: GatewayReply): Promise<void> {
  observeReplyWith(exchange, reply, await wholeBody(reply));
}

/** The same for a response whose body goes to the caller as it comes: once the last of it went by. */
export async function watchReply(exchange: Exchange, reply: GatewayReply): Promise<GatewayReply> {
  const { body } = reply;
  if (typeof body === "string" || Buffer.isBuffer(body)) {
    await observeReply(exchange, reply);
    return reply;
  }
  const watched = new WatchedBody(body, ({ head, bytes, isWhole }) => {
    if (isWhole) observeReplyWith(exchange, reply, head, bytes);
    else exchange.trace.annotate({ note: `the answer broke off after ${bytes} bytes` });
  });
  return { ...reply, body: watched };
}

function observeReplyWith({ trace }: Exchange, reply: GatewayReply, body: Buffer, bytes = body.length): void {
  trace.log(`Method response body after transformations: ${bodyText(body)}`);
  trace.log(`Method response headers: ${headersText(reply.headers)}`);
  trace.log("Successfully completed execution");
  trace.log(`Method completed with status: ${reply.status}`);
  const view = bodyView(body);
  const cut = bytes > keptBytesMax ? { bodyBytes: bytes } : {};
  trace.annotate({ out: { status: reply.status, headers: maskedPairs(reply.headers), ...view, ...cut } });
}

/** Logs and traces a refusal and the gateway response for it. */
export function observeRefusal(exchange: Exchange, refusal: Refusal, reply: GatewayReply): void {
  const { trace } = exchange;
  if (refusal.logLine !== undefined) trace.log(refusal.logLine);
  trace.log(`Method completed with status: ${reply.status}`);
  const body = typeof reply.body === "string" ? Buffer.from(reply.body) : Buffer.alloc(0);
  trace.annotate({
    note: refusal.message,
    out: { status: reply.status, headers: maskedPairs(reply.headers), ...bodyView(body) },
  });
}

/** A body that was read already. */
export class WholeBody implements AnswerBody {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  collect(): Promise<Buffer> {
    return Promise.resolve(this.#bytes);
  }

  hold(): undefined {
    return undefined;
  }

  pipe(sink: ReplySink): void {
    sink.end(this.#bytes);
  }
}

function callBody(call: IntegrationRequest): Buffer {
  if (typeof call.body === "string") return Buffer.from(call.body);
  return Buffer.isBuffer(call.body) ? call.body : Buffer.alloc(0);
}

// Function ARNs are shown as people write them.
function readableUrl(call: IntegrationRequest): string {
  return call.origin + call.path.replace(/%3A/gi, ":").replace(/%24/g, "$");
}

const secretHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "x-api-key",
  "cookie",
  "set-cookie",
  "x-amz-security-token",
]);
const mask = "****";

function maskedPairs(headers: HeaderList): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    pairs.push([name, secretHeaders.has(name.toLowerCase()) ? mask : (headers[i + 1] ?? "")]);
  }
  return pairs;
}

function headersText(headers: HeaderList): string {
  return mapText(maskedPairs(headers));
}

/** A map as Java prints it: `{a=1, b=2}`. */
function mapText(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(", ")}}`;
}

function bodyText(body: Buffer): string {
  if (body.length > keptBytesMax) return `${body.subarray(0, keptBytesMax).toString("utf8")}${cutMark}`;
  return isUtf8(body) ? body.toString("utf8") : "[Binary Data]";
}

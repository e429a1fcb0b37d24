import { Buffer } from "node:buffer";
import { decodeBase64 } from "../content-handling.ts";
import type { Exchange } from "../exchange.ts";
import { acceptsBinary } from "../media-types.ts";
import { type AnswerBody, addHeader, findHeader, type GatewayReply } from "../message.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { callerHeaderName } from "../response-headers.ts";
import { isRecord, isScalarList, type ProxyResult, parseProxyResult } from "./parse-proxy-result.ts";

// A result is mostly one text, which is read in a millisecond: handing it over would let it wait for the bodies that callers of any API sent.
const readHereMax = 256 * 1024;

/** The response that a function's result describes; anything else than the documented shape answers 502. */
export async function readProxyResult(exchange: Exchange, payload: string): Promise<GatewayReply> {
  const isLong = payload.length > readHereMax;
  const result = isLong ? await exchange.ports.bodies.run("proxyResult", { payload }) : parseProxyResult(parseJson(payload));
  if (result === undefined) throw malformed(payload);
  const headers = ["X-Amzn-Trace-Id", exchange.traceId, ...resultHeaders(result)];
  if (findHeader(headers, "content-type") === undefined) headers.push("Content-Type", "application/json");
  return { status: result.status, headers, body: resultBody(exchange, result), isGatewayResponse: false };
}

/** The response that the metadata of a streamed answer describes, for a body that still comes. */
export function readStreamedResult(exchange: Exchange, metadata: string, body: AnswerBody): GatewayReply {
  const value = parseJson(metadata);
  const { cookies = [], ...members } = isRecord(value) ? value : {};
  // What a function writes about its body belongs into the body here.
  const result = isRecord(value) && isScalarList(cookies) ? parseProxyResult({ ...members, body: "" }) : undefined;
  if (result === undefined || !isScalarList(cookies)) throw malformed(metadata);
  const headers = ["X-Amzn-Trace-Id", exchange.traceId, ...resultHeaders(result)];
  addHeader(headers, "Set-Cookie", cookies.map(String));
  if (findHeader(headers, "content-type") === undefined) headers.push("Content-Type", "application/json");
  return { status: result.status, headers, body, isGatewayResponse: false };
}

function resultBody(exchange: Exchange, result: ProxyResult): Buffer | string {
  const { body } = result;
  const wantsBytes = acceptsBinary(exchange.stage.binaryMediaTypes, findHeader(exchange.request.headers, "accept"));
  if (!result.isBase64Encoded || !wantsBytes) return body;
  const decoded = decodeBase64(body);
  return decoded.kind === "bytes" ? decoded.bytes : Buffer.from(decoded.text);
}

// Both lists count; a name keeps the spelling it has in `multiValueHeaders`, and a pair that is in both is sent once.
function resultHeaders(result: ProxyResult): string[] {
  const headers = new Map<string, { name: string; values: string[] }>();
  for (const [name, values] of Object.entries(result.multiValueHeaders)) {
    headers.set(name.toLowerCase(), { name, values: values.map(String) });
  }
  for (const [name, value] of Object.entries(result.headers)) {
    if (value === null) continue;
    const known = headers.get(name.toLowerCase());
    if (known === undefined) headers.set(name.toLowerCase(), { name, values: [String(value)] });
    else if (!known.values.includes(String(value))) known.values.push(String(value));
  }
  const list: string[] = [];
  for (const { name: given, values } of headers.values()) {
    const name = callerHeaderName(given);
    if (name !== undefined) addHeader(list, name, values);
  }
  return list;
}

export function malformed(payload: string): Refusal {
  return new Refusal({
    responseType: "DEFAULT_5XX",
    reason: "RESULT_MALFORMED",
    status: 502,
    evidence: { result: payload.slice(0, 512) },
    logLine: "Execution failed due to configuration error: Malformed Lambda proxy response",
  });
}

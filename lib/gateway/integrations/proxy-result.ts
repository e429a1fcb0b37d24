import { Buffer } from "node:buffer";
import { z } from "zod";
import { decodeBase64 } from "../content-handling.ts";
import type { Exchange } from "../exchange.ts";
import { acceptsBinary } from "../media-types.ts";
import { addHeader, findHeader, type GatewayReply } from "../message.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { callerHeaderName } from "../response-headers.ts";

const headerValue = z.union([z.string(), z.number(), z.boolean()]);

// The service takes a status in quotes, refuses members it does not know, and lets every member be absent or null.
const proxyResultSchema = z.strictObject({
  statusCode: z.union([z.number().int(), z.string().regex(/^\d{3}$/)]).nullish(),
  headers: z.record(z.string(), headerValue.nullable()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});
type ProxyResult = z.infer<typeof proxyResultSchema>;

/** The response that a function's result describes; anything else than the documented shape answers 502. */
export function readProxyResult(exchange: Exchange, payload: string): GatewayReply {
  const parsed = proxyResultSchema.safeParse(parseJson(payload));
  const status = Number(parsed.data?.statusCode ?? 200);
  if (!parsed.success || status < 100 || status > 599) throw malformed(payload);
  const headers = ["X-Amzn-Trace-Id", exchange.traceId, ...resultHeaders(parsed.data)];
  if (findHeader(headers, "content-type") === undefined) headers.push("Content-Type", "application/json");
  return { status, headers, body: resultBody(exchange, parsed.data), isGatewayResponse: false };
}

function resultBody(exchange: Exchange, result: ProxyResult): Buffer | string {
  const body = result.body ?? "";
  const wantsBytes = acceptsBinary(exchange.stage.binaryMediaTypes, findHeader(exchange.request.headers, "accept"));
  if (result.isBase64Encoded !== true || !wantsBytes) return body;
  const decoded = decodeBase64(body);
  return decoded.kind === "bytes" ? decoded.bytes : Buffer.from(decoded.text);
}

// Both lists count; a name keeps the spelling it has in `multiValueHeaders`, and a pair that is in both is sent once.
function resultHeaders(result: ProxyResult): string[] {
  const headers = new Map<string, { name: string; values: string[] }>();
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {})) {
    headers.set(name.toLowerCase(), { name, values: values.map(String) });
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) {
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

function malformed(payload: string): Refusal {
  return new Refusal({
    responseType: "DEFAULT_5XX",
    reason: "RESULT_MALFORMED",
    status: 502,
    evidence: { result: payload.slice(0, 512) },
    logLine: "Execution failed due to configuration error: Malformed Lambda proxy response",
  });
}

import { type Exchange, isHiddenRequestHeader } from "../exchange.ts";
import { findHeader } from "../message.ts";

/** What belongs to one connection only, or is set by the gateway on its own. */
export const connectionHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "apigw-requestid",
]);

/** The headers of a backend's answer to HEAD: they say how long the body would be. */
export function bodilessAnswerHeaders(headers: readonly string[]): string[] {
  const length = findHeader(headers, "content-length");
  return length !== undefined && /^\d+$/.test(length) ? [...answerHeaders(headers), "Content-Length", length] : answerHeaders(headers);
}

/** The headers of a backend's answer that reach the caller. */
export function answerHeaders(headers: readonly string[]): string[] {
  const passed: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    if (!connectionHeaders.has(name.toLowerCase())) passed.push(name, headers[i + 1] ?? "");
  }
  return passed;
}

// The gateway says these itself, so that nobody can claim to be somebody else's proxy.
const replaced: ReadonlySet<string> = new Set([
  "host",
  "forwarded",
  "via",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** The caller's headers that a backend gets. */
export function passedHeaders({ request }: Exchange): string[] {
  const passed: string[] = [];
  for (let i = 0; i < request.headers.length; i += 2) {
    const name = request.headers[i] ?? "";
    const key = name.toLowerCase();
    if (!isHiddenRequestHeader(key) && !replaced.has(key)) passed.push(name, request.headers[i + 1] ?? "");
  }
  return passed;
}

/** How a backend learns who called: `Forwarded` in the place of the `X-Forwarded-` headers. */
export function gatewayHeaders(exchange: Exchange): string[] {
  const { sourceIp, domainName, scheme } = exchange.request;
  const caller = sourceIp.includes(":") ? `"[${sourceIp}]"` : sourceIp;
  const forwarded = `for=${caller};host=${domainName};proto=${scheme}`;
  return ["Forwarded", forwarded, "Via", "HTTP/1.1 AmazonAPIGateway", "X-Amzn-Trace-Id", exchange.traceId];
}

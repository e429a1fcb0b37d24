import { convertRequest, payloadBytes } from "../content-handling.ts";
import type { Exchange } from "../exchange.ts";
import { isHiddenRequestHeader } from "../exchange.ts";
import { compileUrl, encodeQuery, fillPath, joinTarget } from "../integration-url.ts";
import { applyMappings, type MappedRequest, refuseReservedHeaders } from "../map-request.ts";
import { compileMappings, readsRequestBody, selectLong } from "../mapping.ts";
import { isBinaryType } from "../media-types.ts";
import { addHeader, findHeader } from "../message.ts";
import { callBackend } from "./call-backend.ts";
import { backendVerb } from "./http.ts";
import type { Integration } from "./integration.ts";
import { passAnswer } from "./pass-answer.ts";

/** An HTTP backend that gets the request as it came and whose answer goes back as it is. */
export const httpProxy: Integration = {
  compile({ stage, integration }) {
    const parameters = compileMappings(integration.requestParameters);
    refuseReservedHeaders(parameters);
    const needsBody = readsRequestBody(parameters);
    const url = compileUrl(integration.uri, stage);
    const handling = integration.contentHandling;
    const settings = {
      timeoutMs: integration.timeoutInMillis,
      skipsCertificateCheck: integration.tlsConfig?.insecureSkipVerification === true,
      clientCertificate: stage.clientCertificate,
    };
    const target = (exchange: Exchange, mapped: Mapped) =>
      joinTarget(fillPath(url, mapped.path), url.query, exchange.request.rawQuery, encodeQuery(mapped.query));
    const toRequest = (exchange: Exchange, mapped: Mapped, body: MappedRequest["body"] | Exchange["request"]["body"] | undefined) => ({
      method: backendVerb(integration.httpMethod, exchange),
      origin: url.origin,
      path: target(exchange, mapped),
      headers: passedHeaders(exchange, mapped),
      body,
    });
    const isStreamed = integration.responseTransferMode === "STREAM";
    const isPlain = parameters.length === 0 && handling === undefined;
    return {
      buildRequest(exchange) {
        const { body } = exchange.request;
        const mapped: Mapped = isPlain ? nothingMapped : { headers: new Map(), query: new Map(), path: new Map() };
        if (isPlain) return toRequest(exchange, mapped, body.length === 0 ? undefined : body);
        return mapParts(exchange, mapped).then((payload) => toRequest(exchange, mapped, payload));
      },
      invoke: (request, exchange) => callBackend(settings, request, exchange),
      isStreamed,
      buildResponse: (_exchange, answer) => passAnswer(answer, { isStreamed }),
    };

    async function mapParts(exchange: Exchange, mapped: Mapped) {
      const { body } = exchange.request;
      const whole = needsBody || handling !== undefined ? await body.collect() : undefined;
      const selected = whole && (await selectLong(parameters, "method.request", exchange, whole));
      applyMappings(parameters, exchange, mapped, { text: () => whole?.toString("utf8") ?? "", selected });
      if (whole === undefined || handling === undefined) return body.length === 0 ? undefined : body;
      const isBinary = isBinaryType(stage.binaryMediaTypes, findHeader(exchange.request.headers, "content-type"));
      return payloadBytes(convertRequest(whole, isBinary, handling));
    }
  },
};

type Mapped = Pick<MappedRequest, "headers" | "query" | "path">;

const nothingMapped: Mapped = { headers: new Map(), query: new Map(), path: new Map() };

// The proxy does not pass these on, as recorded; a mapping can still set them.
const unpassed: ReadonlySet<string> = new Set(["host", "content-encoding", "via", "x-amzn-trace-id", "x-amzn-apigateway-api-id"]);
const unsentMapped: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "via",
]);

function passedHeaders(exchange: Exchange, mapped: Mapped): string[] {
  const given = exchange.request.headers;
  const headers: string[] = [];
  let hasAccept = false;
  let hasUserAgent = false;
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i] ?? "";
    const key = name.toLowerCase();
    if (isHiddenRequestHeader(key) || unpassed.has(key) || mapped.headers.has(key)) continue;
    if (key === "accept") hasAccept = true;
    else if (key === "user-agent") hasUserAgent = true;
    headers.push(name, given[i + 1] ?? "");
  }
  for (const [key, { name, values }] of mapped.headers) {
    if (unsentMapped.has(key)) continue;
    addHeader(headers, name, values);
  }
  if (!hasAccept && !mapped.headers.has("accept")) headers.push("Accept", "application/json");
  if (!hasUserAgent && !mapped.headers.has("user-agent")) headers.push("User-Agent", `AmazonAPIGateway_${exchange.stage.apiId}`);
  headers.push("X-Amzn-Trace-Id", exchange.traceId, "x-amzn-apigateway-api-id", exchange.stage.apiId);
  return headers;
}

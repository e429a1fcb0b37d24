import { Buffer } from "node:buffer";
import type { Exchange } from "../exchange.ts";
import { compileUrl, encodeQuery, fillPath, type IntegrationUrl, joinTarget } from "../integration-url.ts";
import { compileRequestMapping, type MappedRequest, mapRequest } from "../map-request.ts";
import { answerBodyMaxBytes, buildMethodResponse, compileResponseMappings } from "../map-response.ts";
import { addHeader, removeHeader, setHeader } from "../message.ts";
import { callBackend } from "./call-backend.ts";
import type { Integration, IntegrationRequest } from "./integration.ts";

const noBody = Buffer.alloc(0);

/** An HTTP backend with mappings on both ways. */
export const http: Integration = {
  compile({ stage, method, integration }) {
    const requestMapping = compileRequestMapping(integration);
    const responseMappings = compileResponseMappings(method);
    const url = compileUrl(integration.uri, stage);
    const settings = {
      timeoutMs: integration.timeoutInMillis,
      skipsCertificateCheck: integration.tlsConfig?.insecureSkipVerification === true,
      clientCertificate: stage.clientCertificate,
    };
    return {
      async buildRequest(exchange) {
        const mapped = await exchange.trace.step("template-request", () => mapRequest(requestMapping, exchange));
        return toHttpRequest(mapped, exchange, { url, verb: integration.httpMethod });
      },
      invoke: (request, exchange) => callBackend(settings, request, exchange),
      async buildResponse(exchange, answer) {
        const body = (await answer.body?.collect(answerBodyMaxBytes)) ?? noBody;
        const selector = String(answer.status);
        return buildMethodResponse(
          responseMappings,
          exchange,
          { status: answer.status, headers: answer.headers, body, selector },
          "traced",
        );
      },
    };
  },
};

/** The verb of a backend call: ANY stands for the caller's own. */
export function backendVerb(verb: string | undefined, exchange: Exchange): string {
  return verb === undefined || verb === "ANY" ? exchange.method : verb;
}

function toHttpRequest(
  mapped: MappedRequest,
  exchange: Exchange,
  target: { url: IntegrationUrl; verb: string | undefined },
): IntegrationRequest {
  const { url } = target;
  const headers = mappedHeaders(mapped, exchange);
  setHeader(headers, "X-Amzn-Trace-Id", exchange.traceId);
  setHeader(headers, "x-amzn-apigateway-api-id", exchange.stage.apiId);
  return {
    method: backendVerb(target.verb, exchange),
    origin: url.origin,
    path: joinTarget(fillPath(url, mapped.path), url.query, encodeQuery(mapped.query)),
    headers,
    body: mapped.body,
  };
}

// Mapped values of these do not reach a backend, as recorded.
const unsentHeaders = ["connection", "expect", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "via"];

const verbsWithoutType: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** The mapped headers with the gateway's defaults before them. */
export function mappedHeaders(mapped: MappedRequest, exchange: Exchange): string[] {
  const headers: string[] = [];
  const add = (name: string, value: string) => {
    if (!mapped.headers.has(name.toLowerCase())) headers.push(name, value);
  };
  add("Accept", "application/json");
  add("User-Agent", `AmazonAPIGateway_${exchange.stage.apiId}`);
  if (!verbsWithoutType.has(exchange.method) && mapped.body.length > 0) add("Content-Type", mapped.contentType);
  for (const { name, values } of mapped.headers.values()) addHeader(headers, name, values);
  for (const name of unsentHeaders) removeHeader(headers, name);
  return headers;
}

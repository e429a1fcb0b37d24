import { Buffer } from "node:buffer";
import { escapeUri } from "../../sigv4/canonical-request.ts";
import type { Exchange } from "../exchange.ts";
import { encodeComponent, encodePathValue, encodeQuery, fillPlaceholders } from "../integration-url.ts";
import { compileRequestMapping, type MappedRequest, mapRequest } from "../map-request.ts";
import { answerBodyMaxBytes, buildMethodResponse, compileResponseMappings } from "../map-response.ts";
import { removeHeader, setHeader } from "../message.ts";
import { decodeSegment } from "../router.ts";
import { awsServiceFacts } from "./aws-service-table.ts";
import { callBackend } from "./call-backend.ts";
import { backendVerb, mappedHeaders } from "./http.ts";
import type { CompiledIntegration, Integration, IntegrationRequest, IntegrationSource } from "./integration.ts";
import { passAnswer } from "./pass-answer.ts";
import { compileServiceTarget, type ServiceTarget } from "./service-uri.ts";
import { signedCall } from "./signed-call.ts";

const noBody = Buffer.alloc(0);

/** An AWS service that is called over its own API, by an action or by a path. */
export const awsService: Integration = {
  compile(source) {
    const isProxy = source.integration.type === "AWS_PROXY";
    return {
      ...compileCall(source),
      buildResponse: isProxy ? (_exchange, answer) => passAnswer(answer, { isStreamed: false }) : mapAnswer(source),
    };
  },
};

function compileCall({ stage, integration }: IntegrationSource): Pick<CompiledIntegration, "buildRequest" | "invoke"> {
  const requestMapping = compileRequestMapping(integration);
  const target = compileServiceTarget(integration.uri, stage);
  const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
  return {
    async buildRequest(exchange) {
      const mapped = await exchange.trace.step("template-request", () => mapRequest(requestMapping, exchange));
      return toServiceRequest(mapped, exchange, { target, verb: integration.httpMethod });
    },
    invoke: (request, exchange) => callBackend(settings, request, exchange),
  };
}

// Patterns look at the status, unlike those of functions.
function mapAnswer({ method }: IntegrationSource): CompiledIntegration["buildResponse"] {
  const responseMappings = compileResponseMappings(method);
  return async (exchange, answer) => {
    const body = (await answer.body?.collect(answerBodyMaxBytes)) ?? noBody;
    const { status, headers } = answer;
    return buildMethodResponse(responseMappings, exchange, { status, headers, body, selector: String(status) }, "traced");
  };
}

function toServiceRequest(
  mapped: MappedRequest,
  exchange: Exchange,
  { target, verb }: { target: ServiceTarget; verb: string | undefined },
): IntegrationRequest {
  const facts = awsServiceFacts(target.service);
  const headers = mappedHeaders(mapped, exchange);
  removeHeader(headers, "host");
  const query = [fillPlaceholders(target.query, mapped.path, encodeComponent), encodeQuery(mapped.query)];
  if (target.action !== undefined && facts.protocol === "json") {
    if (!mapped.headers.has("x-amz-target")) setHeader(headers, "X-Amz-Target", `${facts.target}.${target.action}`);
    if (!mapped.headers.has("content-type")) setHeader(headers, "Content-Type", `application/x-amz-json-${facts.version}`);
  } else if (target.action !== undefined) {
    const version = facts.version === undefined || mapped.query.has("Version") ? "" : `Version=${facts.version}`;
    query.unshift(`Action=${encodeComponent(target.action)}`, version);
  }
  const { method, path } = { method: backendVerb(verb, exchange), path: fillPlaceholders(target.path, mapped.path, encodePathValue) };
  const call = { method, path, query: query.filter((part) => part !== "").join("&"), headers, body: mapped.body };
  return signedCall(toStorageCall(call, target), target, exchange);
}

// S3 signs a path as it is sent and reads it fully escaped. A bucket in front of its name goes into the path, which every endpoint takes.
function toStorageCall<Call extends { path: string }>(call: Call, target: ServiceTarget): Call {
  const { service } = target;
  if (service !== "s3" && !service.endsWith(".s3")) return call;
  const bucket = service.slice(0, -".s3".length);
  const path = bucket === "" || service === "s3" ? call.path : `/${bucket}${call.path}`;
  const escaped = path.split("/").map((segment) => escapeUri(decodeSegment(segment)));
  return { ...call, path: escaped.join("/") };
}

import { Buffer } from "node:buffer";
import { servedBodyMax } from "../body-jobs.ts";
import type { Exchange } from "../exchange.ts";
import { chooseTemplate, compileRequestMapping, mapRequest, type RequestMapping } from "../map-request.ts";
import { buildMethodResponse, compileResponseMappings } from "../map-response.ts";
import type { Ports } from "../ports.ts";
import { configurationError } from "../refusal.ts";
import type { Integration, IntegrationAnswer, IntegrationRequest } from "./integration.ts";
import { readMockStatus } from "./mock-status.ts";

const noBody = Buffer.alloc(0);

/** Answers by itself: the request template says which status selects the response. */
export const mock: Integration = {
  compile({ method, integration }) {
    const requestMapping = compileRequestMapping(integration);
    const responseMappings = compileResponseMappings(method);
    return {
      buildRequest: (exchange) => buildMockRequest(requestMapping, exchange),
      invoke: (request, exchange) => answerOf(request.body, exchange.ports),
      buildResponse: (exchange, answer) =>
        buildMethodResponse(
          responseMappings,
          exchange,
          { status: answer.status, headers: [], body: noBody, selector: String(answer.status) },
          "untraced",
        ),
    };
  },
};

function buildMockRequest(mapping: RequestMapping, exchange: Exchange): IntegrationRequest | Promise<IntegrationRequest> {
  const template = chooseTemplate(mapping, exchange);
  // Nothing reads the body of the request when the template has nothing to fill in.
  if (template?.isStatic && !mapping.needsBody && mapping.contentHandling === undefined) return toRequest(template.text);
  return mapRequest(mapping, exchange).then(({ body }) => toRequest(body));
}

function toRequest(body: Buffer | string): IntegrationRequest {
  return { method: "", origin: "", path: "", headers: [], body };
}

const knownStatuses = new Map<string, number>();
const knownStatusesMax = 256;

function answerOf(body: IntegrationRequest["body"], { bodies }: Ports): IntegrationAnswer | Promise<IntegrationAnswer> {
  const text = typeof body === "string" ? body : Buffer.isBuffer(body) ? body.toString("utf8") : "";
  const toAnswer = (status: number): IntegrationAnswer => ({ status, headers: [], body: undefined });
  if (text.length > servedBodyMax) return bodies.run("mockStatus", { text }).then((found) => toAnswer(knownStatus(found, text)));
  const known = knownStatuses.get(text);
  if (known !== undefined) return toAnswer(known);
  const status = knownStatus(readMockStatus(text), text);
  if (knownStatuses.size < knownStatusesMax && text.length < 512) knownStatuses.set(text, status);
  return toAnswer(status);
}

function knownStatus(status: number | undefined, text: string): number {
  if (status !== undefined) return status;
  throw configurationError("Unable to parse statusCode. It should be an integer which is defined in request template.", {
    reason: "TEMPLATE_ERROR",
    evidence: { rendered: text.slice(0, 256) },
  });
}

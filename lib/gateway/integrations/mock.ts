import { Buffer } from "node:buffer";
import type { Exchange } from "../exchange.ts";
import { chooseTemplate, compileRequestMapping, mapRequest, type RequestMapping } from "../map-request.ts";
import { buildMethodResponse, compileResponseMappings } from "../map-response.ts";
import { parseJson } from "../parse-json.ts";
import { configurationError } from "../refusal.ts";
import type { Integration, IntegrationAnswer, IntegrationRequest } from "./integration.ts";

const noBody = Buffer.alloc(0);

/** Answers by itself: the request template says which status selects the response. */
export const mock: Integration = {
  compile({ method, integration }) {
    const requestMapping = compileRequestMapping(integration);
    const responseMappings = compileResponseMappings(method);
    return {
      buildRequest: (exchange) => buildMockRequest(requestMapping, exchange),
      invoke: (request) => answerOf(request.body),
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

// The service takes `{statusCode: 200}` too, which is not JSON, so only the member is looked for.
const statusPattern = /^\s*\{[\s\S]*?["']?statusCode["']?\s*:\s*["']?(\d{3})["']?\s*[,}]/;

const knownStatuses = new Map<string, number>();
const knownStatusesMax = 256;

function answerOf(body: IntegrationRequest["body"]): IntegrationAnswer {
  const text = typeof body === "string" ? body : Buffer.isBuffer(body) ? body.toString("utf8") : "";
  const status = knownStatuses.get(text) ?? readStatus(text);
  return { status, headers: [], body: undefined };
}

function readStatus(text: string): number {
  const found = statusFromJson(text) ?? statusPattern.exec(text)?.[1];
  const status = Number(found);
  if (found === undefined || !Number.isInteger(status) || status < 100 || status > 599) {
    throw configurationError("Unable to parse statusCode. It should be an integer which is defined in request template.", {
      reason: "TEMPLATE_ERROR",
      evidence: { rendered: text.slice(0, 256) },
    });
  }
  if (knownStatuses.size < knownStatusesMax && text.length < 512) knownStatuses.set(text, status);
  return status;
}

function statusFromJson(text: string): unknown {
  const value = parseJson(text);
  return typeof value === "object" && value !== null ? Reflect.get(value, "statusCode") : undefined;
}

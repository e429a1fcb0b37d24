import { Buffer } from "node:buffer";
import { compileRequestMapping, mapRequest } from "../map-request.ts";
import { buildMethodResponse, compileResponseMappings } from "../map-response.ts";
import { removeHeader } from "../message.ts";
import { parseJson } from "../parse-json.ts";
import { callBackend } from "./call-backend.ts";
import { mappedHeaders } from "./http.ts";
import type { Integration } from "./integration.ts";
import { compileFunctionTarget, type FunctionResult, invokeRequest, readFunctionResult } from "./invoke-function.ts";

/** A Lambda function with mappings on both ways. */
export const lambda: Integration = {
  compile({ stage, method, integration }) {
    const requestMapping = compileRequestMapping(integration);
    const responseMappings = compileResponseMappings(method);
    const target = compileFunctionTarget(integration.uri, stage);
    const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
    return {
      async buildRequest(exchange) {
        const mapped = await exchange.trace.step("template-request", () => mapRequest(requestMapping, exchange));
        const headers = mappedHeaders(mapped, exchange);
        for (const name of ["authorization", "referer", "host"]) removeHeader(headers, name);
        return invokeRequest(target, exchange, { headers, body: mapped.body });
      },
      invoke: (request, exchange) => callBackend(settings, request, exchange),
      async buildResponse(exchange, answer) {
        const result = await readFunctionResult(answer);
        const { status, headers } = answer;
        const selector = errorMessageOf(result);
        return buildMethodResponse(responseMappings, exchange, { status, headers, body: Buffer.from(result.payload), selector }, "traced");
      },
    };
  },
};

// Patterns look at the error message of a failed function and at nothing else.
function errorMessageOf(result: FunctionResult): string | undefined {
  if (!result.failed) return undefined;
  const error = parseJson(result.payload);
  const message = typeof error === "object" && error !== null ? Reflect.get(error, "errorMessage") : undefined;
  return typeof message === "string" ? message : undefined;
}

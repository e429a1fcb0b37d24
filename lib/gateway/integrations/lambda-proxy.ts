import { refuseReservedHeaders } from "../map-request.ts";
import { compileMappings } from "../mapping.ts";
import { configurationError, Refusal } from "../refusal.ts";
import { callBackend } from "./call-backend.ts";
import type { Integration } from "./integration.ts";
import { compileFunctionTarget, invokeRequest, readFunctionResult } from "./invoke-function.ts";
import { proxyEvent } from "./proxy-event.ts";
import { readProxyResult } from "./proxy-result.ts";

/** A Lambda function that gets the whole request as an event and answers with a whole response. */
export const lambdaProxy: Integration = {
  compile({ stage, integration }) {
    refuseReservedHeaders(compileMappings(integration.requestParameters));
    const target = compileFunctionTarget(integration.uri, stage);
    const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
    const isCallable = integration.httpMethod === "POST" || integration.httpMethod === "ANY";
    return {
      async buildRequest(exchange) {
        // The Invoke API takes POST only; the service finds out when it calls, and answers 500.
        if (!isCallable) throw configurationError(`Functions are invoked with POST, not ${integration.httpMethod}`);
        const event = proxyEvent(exchange, await exchange.request.body.collect());
        const headers = ["Accept", "application/json", "Content-Type", "application/json", "User-Agent", `AmazonAPIGateway_${stage.apiId}`];
        return invokeRequest(target, exchange, { headers, body: JSON.stringify(event) });
      },
      invoke: (request, exchange) => callBackend(settings, request, exchange),
      async buildResponse(exchange, answer) {
        const result = await readFunctionResult(answer);
        if (!result.failed) return readProxyResult(exchange, result.payload);
        throw new Refusal({
          responseType: "DEFAULT_5XX",
          reason: "RESULT_MALFORMED",
          status: 502,
          evidence: { result: result.payload.slice(0, 512) },
          logLine: `Lambda execution failed with status 200 due to customer function error: ${result.payload.slice(0, 1024)}`,
        });
      },
    };
  },
};

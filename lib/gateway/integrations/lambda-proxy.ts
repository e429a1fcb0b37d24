import type { Exchange } from "../exchange.ts";
import { refuseReservedHeaders } from "../map-request.ts";
import { answerBodyMaxBytes } from "../map-response.ts";
import { compileMappings } from "../mapping.ts";
import type { GatewayReply } from "../message.ts";
import { configurationError, Refusal } from "../refusal.ts";
import { callBackend } from "./call-backend.ts";
import { FunctionStream } from "./function-stream.ts";
import type { Integration, IntegrationAnswer } from "./integration.ts";
import { compileFunctionTarget, invokeRequest, readFunctionResult, refuseInvocation, streamRequest } from "./invoke-function.ts";
import { proxyEvent } from "./proxy-event.ts";
import { malformed, readProxyResult, readStreamedResult } from "./proxy-result.ts";

/** A Lambda function that gets the whole request as an event and answers with a whole response. */
export const lambdaProxy: Integration = {
  compile({ stage, integration }) {
    refuseReservedHeaders(compileMappings(integration.requestParameters));
    const mode = integration.responseTransferMode === "STREAM" ? "STREAM" : "BUFFERED";
    const target = compileFunctionTarget(integration.uri, stage, mode);
    const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
    const isCallable = integration.httpMethod === "POST" || integration.httpMethod === "ANY";
    return {
      async buildRequest(exchange) {
        // The Invoke API takes POST only; the service finds out when it calls, and answers 500.
        if (!isCallable) throw configurationError(`Functions are invoked with POST, not ${integration.httpMethod}`);
        const event = proxyEvent(exchange, await exchange.request.body.collect());
        const headers = ["Accept", "application/json", "Content-Type", "application/json", "User-Agent", `AmazonAPIGateway_${stage.apiId}`];
        return (mode === "STREAM" ? streamRequest : invokeRequest)(target, exchange, { headers, body: JSON.stringify(event) });
      },
      invoke: (request, exchange) => callBackend(settings, request, exchange),
      isStreamed: mode === "STREAM",
      async buildResponse(exchange, answer) {
        if (mode === "STREAM") return readStream(exchange, answer);
        const result = await readFunctionResult(answer);
        if (!result.failed) return readProxyResult(exchange, result.payload);
        throw functionFailed(result.payload);
      },
    };
  },
};

/** Answers with what comes before the body as soon as it is there; the body follows as the function writes it. */
async function readStream(exchange: Exchange, { status, body }: IntegrationAnswer): Promise<GatewayReply> {
  if (status < 200 || status >= 300 || body === undefined) {
    throw refuseInvocation(status, (await body?.collect(answerBodyMaxBytes))?.toString("utf8") ?? "");
  }
  const stream = new FunctionStream(body);
  const head = await stream.head;
  if (head.kind === "failed") throw functionFailed(head.error);
  if (head.kind === "malformed") throw malformed(head.fault);
  try {
    return readStreamedResult(exchange, head.text, stream);
  } catch (error) {
    stream.discard();
    throw error;
  }
}

function functionFailed(payload: string): Refusal {
  return new Refusal({
    responseType: "DEFAULT_5XX",
    reason: "RESULT_MALFORMED",
    status: 502,
    evidence: { result: payload.slice(0, 512) },
    logLine: `Lambda execution failed with status 200 due to customer function error: ${payload.slice(0, 1024)}`,
  });
}

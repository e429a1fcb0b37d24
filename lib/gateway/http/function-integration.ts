import type { StageFacts } from "../exchange.ts";
import { fillStageVariables } from "../integration-url.ts";
import { callBackend } from "../integrations/call-backend.ts";
import type { CompiledIntegration } from "../integrations/integration.ts";
import { compileFunctionTarget, type FunctionTarget, invokeRequest, readFunctionResult } from "../integrations/invoke-function.ts";
import { mappedEventParts } from "./event-parts.ts";
import { event1, event2, eventBody } from "./events.ts";
import { malformedResult, readAnswer1, readAnswer2 } from "./function-answer.ts";
import type { HttpIntegrationSource } from "./integrations.ts";
import { compileParameterMappings } from "./parameter-mapping.ts";

/** A Lambda function that gets the request as an event, in the payload format of the integration. */
export function compileFunction({ stage, integration }: HttpIntegrationSource): CompiledIntegration {
  const target = compileTarget(integration.integrationUri, stage);
  const mappings = compileParameterMappings(integration.requestParameters);
  const isVersion2 = integration.payloadFormatVersion === "2.0";
  const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
  const headers = ["Accept", "application/json", "Content-Type", "application/json", "User-Agent", `AmazonAPIGateway_${stage.apiId}`];
  return {
    async buildRequest(exchange) {
      const body = await exchange.request.body.collect();
      const parts = mappedEventParts(exchange, mappings, () => body.toString("utf8"));
      const bodyMembers = eventBody(exchange, body);
      const event = isVersion2
        ? { ...event2(exchange, parts), ...(bodyMembers ?? { isBase64Encoded: false }) }
        : { ...event1(exchange, parts), ...(bodyMembers ?? { body: null, isBase64Encoded: false }) };
      return invokeRequest(target, exchange, { headers: [...headers], body: JSON.stringify(event) });
    },
    invoke: (request, exchange) => callBackend(settings, request, exchange),
    async buildResponse(_exchange, answer) {
      const { failed, payload } = await readFunctionResult(answer);
      if (failed) throw malformedResult(payload, "the function failed");
      return isVersion2 ? readAnswer2(payload) : readAnswer1(payload);
    },
  };
}

const arnPattern = /^arn:[\w-]+:lambda:([\w-]+):\d*:function:[^/]+$/;

/** The function of an integration: its ARN alone, or within the URI that REST APIs have. */
function compileTarget(uri: string | undefined, stage: StageFacts): FunctionTarget {
  const { text, missing } = fillStageVariables(uri ?? "", stage);
  const region = arnPattern.exec(text)?.[1];
  return region === undefined || missing.length > 0 ? compileFunctionTarget(uri, stage) : { region, functionArn: text };
}

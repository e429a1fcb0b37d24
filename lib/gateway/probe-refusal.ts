import type { GatewayResponseType } from "../definition/gateway-response-types.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { Exchange } from "./exchange.ts";
import { renderGatewayResponse } from "./gateway-responses.ts";
import type { Ports } from "./ports.ts";
import { Refusal } from "./refusal.ts";
import type { TestInvokeInput } from "./test-invoke.ts";
import { type TestScope, testRequest, testStage } from "./test-request.ts";
import { noTrace } from "./trace.ts";

/** What a caller would get when the gateway refuses a request in this way, whatever could bring it to that. */
export function probeRefusal(
  definition: RestApiDefinition,
  input: TestInvokeInput & { responseType: GatewayResponseType },
  ports: Ports,
  scope: TestScope,
): { status: number; headers: [string, string][] } {
  const responses = new Map(definition.gatewayResponses.map((response) => [response.responseType, response]));
  const [path = "/", query = ""] = (input.pathWithQueryString ?? "/").split("?");
  const stage = testStage(definition, { stageName: "test-invoke-stage", stageVariables: input.stageVariables }, scope);
  const exchange = new Exchange(stage, testRequest(input, path, query), ports, noTrace);
  const reply = renderGatewayResponse(responses, exchange, new Refusal({ responseType: input.responseType, reason: "INTERNAL_ERROR" }));
  const headers: [string, string][] = [];
  for (let at = 0; at < reply.headers.length; at += 2) headers.push([reply.headers[at] ?? "", reply.headers[at + 1] ?? ""]);
  return { status: reply.status, headers };
}

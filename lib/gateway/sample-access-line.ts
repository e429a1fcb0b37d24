import type { RestApiDefinition } from "../definition/rest-api.ts";
import { accessLine, compileAccessFormat } from "./access-log.ts";
import { Exchange, type StageFacts } from "./exchange.ts";
import type { Ports } from "./ports.ts";
import { type TestScope, testRequest, testStage } from "./test-request.ts";
import { noTrace } from "./trace.ts";

/** The line that a format gives for a request that nobody made: it shows the form, not a fact. */
export function sampleAccessLine(
  definition: RestApiDefinition,
  input: { format: string; stage: Pick<StageFacts, "stageName" | "deploymentId"> },
  ports: Ports,
  scope: TestScope,
): string {
  const resource = definition.resources.find(({ resourceMethods }) => Object.keys(resourceMethods).length > 0) ?? definition.resources[0];
  const path = resource?.path ?? "/";
  const request = { resourceId: resource?.id ?? "", httpMethod: "GET", headers: { "User-Agent": "curl/8.5.0" } };
  const stage = { ...testStage(definition, { stageName: input.stage.stageName }, scope), ...input.stage };
  const sent = { ...testRequest(request, path, ""), sourceIp: "203.0.113.7" };
  const exchange = new Exchange(stage, sent, ports, noTrace);
  exchange.route = { resourceId: request.resourceId, resourcePath: path, verb: "GET" };
  const { requestId, extendedRequestId } = exchange;
  const facts = { requestId, extendedRequestId, resourcePath: path, integrationMs: 12, refusal: undefined, cache: undefined };
  return accessLine(compileAccessFormat(input.format), exchange, { status: 200, responseBytes: 512, ms: 18, facts });
}

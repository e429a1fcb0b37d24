import type { V2Integration } from "../../definition/v2-api.ts";
import { wholeBody } from "../compression.ts";
import type { Exchange, Route, StageFacts } from "../exchange.ts";
import type { CompiledIntegration } from "../integrations/integration.ts";
import type { GatewayReply } from "../message.ts";
import { configurationError } from "../refusal.ts";
import { compileFunction } from "./function-integration.ts";
import { compileHttpProxy } from "./http-proxy-integration.ts";
import { applyResponseMappings, compileParameterMappings, mappingsReadBody } from "./parameter-mapping.ts";
import { requestSources } from "./request-sources.ts";
import { compileServiceCall } from "./service-integration.ts";

/** What an integration of an HTTP API is compiled from. */
export type HttpIntegrationSource = { stage: StageFacts; route: Route; integration: V2Integration };

const kinds = {
  service: compileServiceCall,
  function: compileFunction,
  http: compileHttpProxy,
} satisfies Record<string, (source: HttpIntegrationSource) => CompiledIntegration>;

export function compileHttpIntegration(source: HttpIntegrationSource): CompiledIntegration {
  return mapResponses(kinds[kindOf(source.integration)](source), source.integration);
}

function kindOf({ integrationType, integrationSubtype }: V2Integration): keyof typeof kinds {
  if (integrationType === "HTTP_PROXY") return "http";
  if (integrationType === "AWS_PROXY") return integrationSubtype === undefined ? "function" : "service";
  throw configurationError(`Integration type ${integrationType} is not supported for HTTP APIs`);
}

/** The same integration with its answers changed as `responseParameters` say for their status. */
function mapResponses(inner: CompiledIntegration, { responseParameters = {} }: V2Integration): CompiledIntegration {
  const byStatus = new Map(Object.entries(responseParameters).map(([status, lines]) => [Number(status), compileParameterMappings(lines)]));
  if (byStatus.size === 0) return inner;
  async function change(exchange: Exchange, reply: GatewayReply): Promise<GatewayReply> {
    const mappings = byStatus.get(reply.status);
    if (mappings === undefined) return reply;
    const bytes = mappingsReadBody(mappings, "response") ? await wholeBody(reply) : undefined;
    const answer = { status: reply.status, headers: [...reply.headers], body: () => bytes?.toString("utf8") ?? "" };
    const sources = requestSources(exchange, () => "", answer);
    const status = applyResponseMappings(mappings, reply, sources);
    return { ...reply, status, ...(bytes !== undefined && { body: bytes }) };
  }
  return { ...inner, buildResponse: async (exchange, answer) => change(exchange, await inner.buildResponse(exchange, answer)) };
}

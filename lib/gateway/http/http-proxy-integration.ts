import type { V2Integration } from "../../definition/v2-api.ts";
import type { Exchange, Route } from "../exchange.ts";
import { compileUrl, encodePathValue, encodeQuery, type IntegrationUrl, joinTarget } from "../integration-url.ts";
import { callBackend } from "../integrations/call-backend.ts";
import { backendVerb } from "../integrations/http.ts";
import type { CompiledIntegration, IntegrationRequest } from "../integrations/integration.ts";
import { passAnswer } from "../integrations/pass-answer.ts";
import { callThrough, findTargetGroup } from "../integrations/vpc-link.ts";
import { findHeader } from "../message.ts";
import { Refusal } from "../refusal.ts";
import { answerHeaders, bodilessAnswerHeaders, gatewayHeaders, passedHeaders } from "./http-headers.ts";
import type { HttpIntegrationSource } from "./integrations.ts";
import { applyRequestMappings, compileParameterMappings, type MappedParts, mappingsReadBody } from "./parameter-mapping.ts";
import { requestSources } from "./request-sources.ts";

/** An HTTP backend, open or behind a VPC link, that gets the request as it came but for the mappings. */
export function compileHttpProxy(source: HttpIntegrationSource): CompiledIntegration {
  const { stage, integration } = source;
  const target = compileTarget(source);
  const mappings = compileParameterMappings(integration.requestParameters);
  const needsBody = mappingsReadBody(mappings, "request");
  const changesQuery = mappings.some(({ part }) => part === "querystring");
  const servername = integration.tlsConfig?.serverNameToVerify;
  const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };

  function toRequest(exchange: Exchange, body: IntegrationRequest["body"], bodyText: string): IntegrationRequest {
    const parts: MappedParts = { headers: passedHeaders(exchange), query: [], path: undefined };
    let query = exchange.request.rawQuery;
    if (mappings.length > 0) {
      if (changesQuery) for (const [name, values] of exchange.query) for (const value of values) parts.query.push([name, value]);
      applyRequestMappings(
        mappings,
        parts,
        requestSources(exchange, () => bodyText),
      );
      if (changesQuery) query = parts.query.map(([name, value]) => encodeQuery(new Map([[name, [value]]]))).join("&");
    }
    const { headers } = parts;
    if (findHeader(headers, "user-agent") === undefined) headers.push("User-Agent", `AmazonAPIGateway_${stage.apiId}`);
    headers.push(...gatewayHeaders(exchange));
    return {
      method: backendVerb(integration.integrationMethod, exchange),
      origin: target.origin(exchange),
      path: joinTarget(parts.path === undefined ? target.path(exchange) : mappedPath(parts.path), target.query, query),
      headers,
      body,
      ...(servername !== undefined && { servername }),
    };
  }

  const inner: CompiledIntegration = {
    buildRequest(exchange) {
      const { body } = exchange.request;
      const payload = body.length === 0 ? undefined : body;
      if (!needsBody) return toRequest(exchange, payload, "");
      return body.collect().then((whole) => toRequest(exchange, whole.length === 0 ? undefined : whole, whole.toString("utf8")));
    },
    invoke: (request, exchange) => callBackend(settings, request, exchange),
    buildResponse: ({ method }, answer) =>
      passAnswer(answer, { isStreamed: false, passHeaders: method === "HEAD" ? bodilessAnswerHeaders : answerHeaders }),
  };
  return target.group === undefined ? inner : callThrough(target.group, inner);
}

function mappedPath(path: string): string {
  return encodePathValue(path.startsWith("/") ? path : `/${path}`);
}

type Target = {
  origin(exchange: Exchange): string;
  path(exchange: Exchange): string;
  /** That of the address itself. */
  query: string;
  group: ReturnType<typeof findTargetGroup> | undefined;
};

function compileTarget({ stage, integration, route }: HttpIntegrationSource): Target {
  const linked = integration.connectionType === "VPC_LINK" ? findTargetGroup(integration.connectionId, stage) : undefined;
  const group = linked === undefined || linked.isEmpty ? undefined : linked;
  if (linked !== undefined && integration.integrationUri?.startsWith("arn:")) {
    if (group === undefined) throw unresolvedListener(integration);
    // A listener has no address of its own: it gets the whole path, with the stage that stands in it.
    const name = integration.tlsConfig?.serverNameToVerify;
    const origin = ({ request }: Exchange) => (name === undefined ? `http://${request.domainName}` : `https://${name}`);
    return { origin, path: ({ request }) => request.fullPath, query: "", group };
  }
  const url = compileUrl(integration.integrationUri, stage);
  return { origin: () => url.origin, path: pathBelow(url, route), query: url.query, group };
}

/** `$default` stands for no path in particular, so the backend gets the one that was asked for; other routes name theirs in the address. */
function pathBelow(url: IntegrationUrl, route: Route): (exchange: Exchange) => string {
  if (url.hasPlaceholders) {
    return ({ pathParameters }) => {
      const values = new Map(pathParameters);
      return url.path.replace(/\{([^}]+?)\+?\}/g, (_whole, name: string) => values.get(name) ?? "");
    };
  }
  if (route.routeKey !== "$default") return () => url.path;
  const base = url.path.replace(/\/$/, "");
  return ({ request }) => base + request.rawPath;
}

function unresolvedListener({ integrationUri, connectionId }: V2Integration): Refusal {
  return new Refusal({
    responseType: "INTEGRATION_FAILURE",
    reason: "BACKEND_UNRESOLVED",
    evidence: { integrationUri: integrationUri ?? "", vpcLinkId: connectionId ?? "", fault: "the VPC link has no target addresses" },
    logLine: "Execution failed due to configuration error: Invalid endpoint address",
  });
}

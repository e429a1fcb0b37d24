import { plural } from "@/lib/client/format";
import type { ApiKind } from "@/lib/client/operations";
import type { Route, V2ApiDefinition, V2Integration } from "@/lib/definition/v2-api";
import { kindName, targetText } from "./integration-words";

export const httpBoxes = ["route", "authorization", "integration", "mapping"] as const;
export const socketBoxes = ["route", "integration-request", "integration", "integration-response", "route-response"] as const;
export const flowBoxes = [
  "route",
  "authorization",
  "integration-request",
  "integration",
  "mapping",
  "integration-response",
  "route-response",
] as const;
export type FlowBox = (typeof flowBoxes)[number];

/** The boxes of a route in the order of a call. */
export const boxesOf = (kind: ApiKind): readonly FlowBox[] => (kind === "HTTP" ? httpBoxes : socketBoxes);

export type FlowBoxText = { title: string; lines: string[]; problem?: string; disabled?: boolean };

type Subject = { definition: V2ApiDefinition; route: Route; integration: V2Integration | undefined };

/** What each box of a route says: its name, two lines, and what is wrong with it. */
export function describeFlow({ definition, route, integration }: Subject): Partial<Record<FlowBox, FlowBoxText>> {
  if (definition.kind === "HTTP") {
    return {
      route: { title: "Route", lines: [route.routeKey, route.operationName ?? "No operation name"] },
      authorization: describeAuthorization(definition, route),
      integration: describeIntegration(definition, route, integration),
      mapping: describeMapping(integration),
    };
  }
  return {
    route: describeRouteRequest(definition, route),
    "integration-request": describeIntegrationRequest(integration),
    integration: describeIntegration(definition, route, integration),
    "integration-response": describeIntegrationResponse(integration),
    "route-response": describeRouteResponse(route),
  };
}

function authorizationText(definition: V2ApiDefinition, { authorizationType, authorizerId }: Route): string {
  if (authorizationType === "NONE") return "Open to everybody";
  if (authorizationType === "AWS_IAM") return "Signed with AWS keys";
  const authorizer = definition.authorizers.find((each) => each.authorizerId === authorizerId);
  return `${authorizationType === "JWT" ? "Token" : "Function"}: ${authorizer?.name ?? "gone"}`;
}

function describeAuthorization(definition: V2ApiDefinition, route: Route): FlowBoxText {
  const scopes = route.authorizationScopes ?? [];
  const isGone =
    route.authorizerId !== undefined && !definition.authorizers.some(({ authorizerId }) => authorizerId === route.authorizerId);
  return {
    title: "Authorization",
    lines: [authorizationText(definition, route), ...(scopes.length > 0 ? [`Scopes ${scopes.join(", ")}`] : [])],
    ...(isGone ? { problem: "Its authorizer does not exist any more." } : {}),
  };
}

function describeRouteRequest(definition: V2ApiDefinition, route: Route): FlowBoxText {
  const models = Object.values(route.requestModels ?? {});
  const isConnect = route.routeKey === "$connect";
  const gates = [
    ...(isConnect ? [authorizationText(definition, route)] : []),
    ...(route.apiKeyRequired ? ["API key"] : []),
    ...(models.length > 0 ? [`message ${models.join(", ")}`] : []),
  ];
  return { title: "Route request", lines: [route.routeKey, gates.join(", ") || "Every message passes"] };
}

function describeIntegration(definition: V2ApiDefinition, route: Route, integration: V2Integration | undefined): FlowBoxText {
  const title = "Integration";
  if (integration === undefined) {
    const mayLack = route.routeKey === "$connect" || route.routeKey === "$disconnect";
    return { title, lines: ["None"], ...(mayLack ? {} : { problem: "Without an integration every call answers 500." }) };
  }
  const target = `integrations/${integration.integrationId}`;
  const users = definition.routes.filter((each) => each.target === target).length;
  return { title, lines: [kindName(integration), targetText(integration), ...(users > 1 ? [`Shared by ${plural(users, "route")}`] : [])] };
}

function describeMapping(integration: V2Integration | undefined): FlowBoxText {
  const title = "Parameter mapping";
  if (integration === undefined) return { title, lines: ["No integration yet"], disabled: true };
  const request = Object.keys(integration.requestParameters ?? {}).length;
  const response = Object.keys(integration.responseParameters ?? {});
  return {
    title,
    lines: [
      request > 0 ? `${plural(request, "part")} of the request` : "The request passes as it came",
      response.length > 0 ? `Answers with ${response.join(", ")}` : "Answers pass as they came",
    ],
  };
}

const isProxy = ({ integrationType }: V2Integration) => integrationType === "HTTP_PROXY" || integrationType === "AWS_PROXY";

function describeIntegrationRequest(integration: V2Integration | undefined): FlowBoxText {
  const title = "Integration request";
  if (integration === undefined) return { title, lines: ["No integration yet"], disabled: true };
  if (isProxy(integration)) return { title, lines: ["The message passes as it came"], disabled: true };
  const templates = Object.keys(integration.requestTemplates ?? {});
  return { title, lines: [templates.length > 0 ? `Templates ${templates.join(", ")}` : "No template"] };
}

function describeIntegrationResponse(integration: V2Integration | undefined): FlowBoxText {
  const title = "Integration response";
  if (integration === undefined) return { title, lines: ["No integration yet"], disabled: true };
  if (isProxy(integration)) return { title, lines: ["A proxy answers as it is"], disabled: true };
  const keys = (integration.integrationResponses ?? []).map((each) => each.integrationResponseKey);
  return { title, lines: [keys.length > 0 ? keys.join(", ") : "Every answer passes as it came"] };
}

function describeRouteResponse(route: Route): FlowBoxText {
  const isTwoWay = route.routeResponseSelectionExpression === "$default" && (route.routeResponses ?? []).length > 0;
  return {
    title: "Route response",
    lines: [isTwoWay ? "Two-way: the answer goes back to the sender" : "One-way: nobody hears an answer"],
  };
}

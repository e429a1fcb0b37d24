import type { ApiKind } from "@/lib/client/operations";
import type { V2Integration } from "@/lib/definition/v2-api";

export type IntegrationKind = "lambda" | "http-proxy" | "vpc-link" | "subtype" | "http" | "mock" | "aws";

type KindFacts = { label: string; text: string; start: Partial<V2Integration> & Pick<V2Integration, "integrationType"> };

export const integrationKinds: Readonly<Record<IntegrationKind, KindFacts>> = {
  "http-proxy": {
    label: "HTTP proxy",
    text: "Any URL. Request and answer pass as they are.",
    start: { integrationType: "HTTP_PROXY", integrationMethod: "ANY", integrationUri: "" },
  },
  lambda: {
    label: "Lambda",
    text: "A function gets the request as an event and makes the answer.",
    start: { integrationType: "AWS_PROXY", integrationUri: "" },
  },
  "vpc-link": {
    label: "VPC link",
    text: "A load balancer or a service in a private network.",
    start: { integrationType: "HTTP_PROXY", integrationMethod: "ANY", connectionType: "VPC_LINK", integrationUri: "" },
  },
  subtype: {
    label: "AWS service",
    text: "A queue, a stream, a bus or a state machine, called without a function between.",
    start: { integrationType: "AWS_PROXY", integrationSubtype: "SQS-SendMessage", payloadFormatVersion: "1.0", requestParameters: {} },
  },
  mock: {
    label: "Mock",
    text: "The gateway answers by itself, from a template.",
    start: { integrationType: "MOCK", requestTemplates: { $default: '{"statusCode": 200}' } },
  },
  http: {
    label: "HTTP with templates",
    text: "Any URL; templates make the request and the answer.",
    start: { integrationType: "HTTP", integrationMethod: "POST", integrationUri: "" },
  },
  aws: {
    label: "AWS action",
    text: "An action of an AWS service; templates make the request and the answer.",
    start: { integrationType: "AWS", integrationMethod: "POST", integrationUri: "" },
  },
};

/** The kinds that APIs of a protocol may have. */
export const kindsOf = (kind: ApiKind): readonly IntegrationKind[] =>
  kind === "HTTP" ? ["http-proxy", "lambda", "vpc-link", "subtype"] : ["lambda", "http-proxy", "http", "mock", "aws"];

export function kindOf({ integrationType, integrationSubtype, connectionType }: V2Integration): IntegrationKind {
  if (integrationSubtype !== undefined) return "subtype";
  switch (integrationType) {
    case "AWS_PROXY":
      return "lambda";
    case "HTTP_PROXY":
      return connectionType === "VPC_LINK" ? "vpc-link" : "http-proxy";
    case "HTTP":
      return "http";
    case "MOCK":
      return "mock";
    case "AWS":
      return "aws";
  }
}

/** An integration of a kind, before anybody filled it in. */
export function startIntegration(kind: IntegrationKind, of: ApiKind): V2Integration {
  const isHttp = of === "HTTP";
  return {
    integrationId: "",
    connectionType: "INTERNET",
    timeoutInMillis: isHttp ? 30_000 : 29_000,
    payloadFormatVersion: isHttp && kind === "lambda" ? "2.0" : "1.0",
    ...integrationKinds[kind].start,
  };
}

/** Whether enough is filled in to store it; the service checks the rest. */
export function isWhole(integration: V2Integration): boolean {
  const kind = kindOf(integration);
  if (kind === "mock" || kind === "subtype") return true;
  return (integration.integrationUri ?? "") !== "" && (kind !== "vpc-link" || (integration.connectionId ?? "") !== "");
}

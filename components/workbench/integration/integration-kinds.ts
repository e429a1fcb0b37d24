import type { Integration, IntegrationType, Method } from "@/lib/definition/rest-api";
import { isFunctionUri, type Workspace, withStreaming } from "./aws-uri";

/** What a person chooses among; each stands for one or two types of the service. */
export type KindId = "lambda" | "http" | "mock" | "aws" | "vpc-link";
export type Kind = { id: KindId; name: string; sentence: string; example: string };

export const kinds: readonly Kind[] = [
  {
    id: "lambda",
    name: "Lambda",
    sentence: "A function answers, from the whole request or from an event that a template makes.",
    example: "hello",
  },
  {
    id: "http",
    name: "HTTP",
    sentence: "Another HTTP server answers, passed through or with templates on both ways.",
    example: "https://example.com/pets/{petId}",
  },
  { id: "mock", name: "Mock", sentence: "The gateway answers by itself, from a template.", example: '{"statusCode": 200}' },
  {
    id: "aws",
    name: "AWS service",
    sentence: "One call of an AWS service, signed with a role.",
    example: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/orders",
  },
  { id: "vpc-link", name: "VPC link", sentence: "An HTTP server that only a VPC link reaches.", example: "http://orders.internal:8080/" },
];

/** Undefined for an integration whose address says nothing yet. */
export function kindOf({ type, connectionType, uri = "" }: Integration): KindId {
  if (type === "MOCK") return "mock";
  if (type === "HTTP" || type === "HTTP_PROXY") return connectionType === "VPC_LINK" ? "vpc-link" : "http";
  return type === "AWS_PROXY" || isFunctionUri(uri) ? "lambda" : "aws";
}

export function isProxy({ type }: Pick<Integration, "type">): boolean {
  return type === "HTTP_PROXY" || type === "AWS_PROXY";
}

export const timeoutMaxMs = 29_000;

const declared200: Method["methodResponses"] = { "200": { statusCode: "200" } };

/** A new integration of a kind, with what makes it whole as soon as its address is there. */
export function startIntegration(kind: KindId, method: Method, workspace: Workspace): Method {
  const old = method.methodIntegration;
  const base = {
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: old?.timeoutInMillis ?? timeoutMaxMs,
    cacheNamespace: old?.cacheNamespace ?? "",
    cacheKeyParameters: old?.cacheKeyParameters ?? [],
  };
  const answers = {
    ...method,
    methodResponses: method.methodResponses ?? declared200,
  };
  switch (kind) {
    case "mock":
      return {
        ...answers,
        methodIntegration: {
          ...base,
          type: "MOCK",
          passthroughBehavior: "WHEN_NO_TEMPLATES",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          integrationResponses: old?.integrationResponses ?? {
            "200": { statusCode: "200", responseTemplates: { "application/json": '{"message": "Hello"}' } },
          },
        },
      };
    case "lambda":
      return { ...method, methodIntegration: { ...base, type: "AWS_PROXY", httpMethod: "POST" } };
    case "http":
    case "vpc-link": {
      const isHttp = old !== undefined && (old.type === "HTTP" || old.type === "HTTP_PROXY");
      const kept = isHttp ? { uri: old.uri ?? "", ...(old.requestParameters ? { requestParameters: old.requestParameters } : {}) } : {};
      const connection = kind === "vpc-link" ? ({ connectionType: "VPC_LINK" } as const) : ({ connectionType: "INTERNET" } as const);
      return {
        ...method,
        methodIntegration: {
          ...base,
          ...kept,
          ...connection,
          type: "HTTP_PROXY",
          httpMethod: isHttp ? (old.httpMethod ?? "GET") : method.httpMethod,
        },
      };
    }
    case "aws":
      return {
        ...answers,
        methodIntegration: {
          ...base,
          type: "AWS",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:${workspace.region}:sqs:action/`,
          integrationResponses: { "200": { statusCode: "200" } },
        },
      };
  }
}

/** Turns a proxy into a mapped integration and back; what only one of them has goes. */
export function withProxy(method: Method, proxy: boolean): Method {
  const integration = method.methodIntegration;
  if (integration === undefined) return method;
  const isHttp = integration.type.startsWith("HTTP");
  const type: IntegrationType = isHttp ? (proxy ? "HTTP_PROXY" : "HTTP") : proxy ? "AWS_PROXY" : "AWS";
  if (proxy) {
    const { requestTemplates: _templates, integrationResponses: _responses, ...rest } = integration;
    return { ...method, methodIntegration: { ...rest, type } };
  }
  const { responseTransferMode: _mode, uri, ...rest } = integration;
  // Only proxies stream.
  const whole = uri === undefined ? {} : { uri: withStreaming(uri, false) };
  return {
    ...method,
    methodResponses: method.methodResponses ?? declared200,
    methodIntegration: {
      ...rest,
      ...whole,
      type,
      integrationResponses: integration.integrationResponses ?? { "200": { statusCode: "200" } },
    },
  };
}

const invocationType = "integration.request.header.X-Amz-Invocation-Type";

/** Whether the function is invoked without waiting for its answer. */
export function isAsync(integration: Integration): boolean {
  return integration.requestParameters?.[invocationType] === "'Event'";
}

export function withAsync(integration: Integration, async: boolean): Integration {
  const { requestParameters: { [invocationType]: _old, ...others } = {}, ...rest } = integration;
  const parameters = async ? { ...others, [invocationType]: "'Event'" } : others;
  return Object.keys(parameters).length === 0 ? rest : { ...rest, requestParameters: parameters };
}

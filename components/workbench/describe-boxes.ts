import { plural } from "@/lib/client/format";
import type { Integration, Method } from "@/lib/definition/rest-api";
import { integrationNames } from "./tree-row";
import type { Box } from "./use-workbench-url";

export type BoxDescription = { title: string; lines: string[]; problem?: string; disabled?: boolean };

const isProxy = (integration: Integration | undefined) => integration?.type === "HTTP_PROXY" || integration?.type === "AWS_PROXY";

/** What each box of the diagram says: its name, two lines of summary, and what is wrong with it. */
export function describeBoxes(method: Method): Record<Box, BoxDescription> {
  const integration = method.methodIntegration;
  return {
    "method-request": describeMethodRequest(method),
    "integration-request": describeIntegrationRequest(integration),
    integration: describeIntegration(integration),
    "integration-response": describeIntegrationResponse(integration),
    "method-response": describeMethodResponse(method),
  };
}

function describeMethodRequest(method: Method): BoxDescription {
  const parameters = Object.keys(method.requestParameters ?? {}).length;
  const models = Object.values(method.requestModels ?? {});
  const gates = [
    `Authorization ${method.authorizationType === "NONE" ? "none" : method.authorizationType}`,
    ...(method.apiKeyRequired ? ["API key"] : []),
  ];
  const checks = [...(parameters > 0 ? [plural(parameters, "parameter")] : []), ...models.map((model) => `body ${model}`)];
  const unchecked = models.length > 0 && method.requestValidatorId === undefined;
  return {
    title: "Method request",
    lines: [gates.join(", "), checks.join(", ") || "No parameters declared"],
    ...(unchecked ? { problem: "A model without a validator checks nothing." } : {}),
  };
}

function describeIntegrationRequest(integration: Integration | undefined): BoxDescription {
  const title = "Integration request";
  if (!integration) return { title, lines: ["No integration yet"], disabled: true };
  const templates = Object.keys(integration.requestTemplates ?? {});
  const mapped = Object.keys(integration.requestParameters ?? {}).length;
  if (isProxy(integration)) return { title, lines: [mapped > 0 ? plural(mapped, "mapped parameter") : "Passed through as it came"] };
  return {
    title,
    lines: [
      templates.length > 0 ? `Template for ${templates.join(", ")}` : "No template",
      mapped > 0 ? plural(mapped, "mapped parameter") : "No mapped parameters",
    ],
  };
}

function describeIntegration(integration: Integration | undefined): BoxDescription {
  if (!integration) return { title: "Integration", lines: ["Not set"], problem: "Without an integration the method cannot be deployed." };
  const name = integrationNames[integration.type];
  const target = integration.type === "MOCK" ? "The gateway itself answers" : integration.uri;
  const missingUri = integration.type !== "MOCK" && !integration.uri;
  return {
    title: "Integration",
    lines: [[name, integration.httpMethod].filter(Boolean).join(" "), target ?? ""].filter((line) => line !== ""),
    ...(missingUri ? { problem: "The address is missing." } : {}),
  };
}

function describeIntegrationResponse(integration: Integration | undefined): BoxDescription {
  const title = "Integration response";
  if (isProxy(integration)) return { title, lines: ["A proxy answers the client as it is"], disabled: true };
  const responses = Object.values(integration?.integrationResponses ?? {});
  if (responses.length === 0)
    return { title, lines: ["No response"], ...(integration ? { problem: "Every call would answer 500." } : { disabled: true }) };
  const byDefault = responses.find((response) => !response.selectionPattern);
  return {
    title,
    lines: [
      responses.map((response) => response.statusCode).join(", "),
      byDefault ? `${byDefault.statusCode} when nothing else matches` : "No default",
    ],
  };
}

function describeMethodResponse(method: Method): BoxDescription {
  const title = "Method response";
  if (isProxy(method.methodIntegration)) return { title, lines: ["Only documents what the proxy answers"], disabled: true };
  const responses = Object.values(method.methodResponses ?? {});
  if (responses.length === 0)
    return { title, lines: ["No response declared"], problem: "Declare the statuses that the integration answers with." };
  const models = responses.flatMap((response) => Object.values(response.responseModels ?? {}));
  return {
    title,
    lines: [
      responses.map((response) => response.statusCode).join(", "),
      models.length > 0 ? `Body ${[...new Set(models)].join(", ")}` : "No body model",
    ],
  };
}

import { type IntegrationResponse, integrationTypeSchema } from "../definition/rest-api.ts";
import type { ImportWarning, PlannedMethod } from "./import-plan.ts";
import { flagIn, isNode, type Node, nodeIn, numberIn, textIn, textsIn } from "./read-document.ts";

type Planned = NonNullable<PlannedMethod["methodIntegration"]>;

/** Where warnings say that they are. */
export type Place = { path: string; httpMethod: string; warnings: ImportWarning[] };

const timeoutDefaultMs = 29_000;

/** The integration that the service's extension describes. */
export function planIntegration(extension: Node, place: Place): Planned {
  const type = integrationTypeSchema.catch("HTTP").parse(textIn(extension, "type")?.toUpperCase());
  const isHttp = type === "HTTP" || type === "HTTP_PROXY";
  const insecure = flagIn(nodeIn(extension, "tlsConfig"), "insecureSkipVerification");
  const given = {
    // Of a mock the method says nothing, and imports leave it out.
    httpMethod: type === "MOCK" ? undefined : textIn(extension, "httpMethod")?.toUpperCase(),
    uri: textIn(extension, "uri"),
    connectionType: textIn(extension, "connectionType") ?? (isHttp ? "INTERNET" : undefined),
    connectionId: textIn(extension, "connectionId"),
    credentials: textIn(extension, "credentials"),
    contentHandling: textIn(extension, "contentHandling")?.toUpperCase(),
    cacheNamespace: textIn(extension, "cacheNamespace"),
    responseTransferMode: textIn(extension, "responseTransferMode"),
    requestParameters: textsOf(nodeIn(extension, "requestParameters"), "requestParameters", place),
    requestTemplates: textsOf(nodeIn(extension, "requestTemplates"), "requestTemplates", place),
    tlsConfig: insecure === undefined ? undefined : { insecureSkipVerification: insecure },
    integrationResponses: planResponses(nodeIn(extension, "responses"), place),
  };
  return {
    type,
    passthroughBehavior: textIn(extension, "passthroughBehavior")?.toUpperCase() ?? "WHEN_NO_MATCH",
    timeoutInMillis: numberIn(extension, "timeoutInMillis") ?? timeoutDefaultMs,
    cacheKeyParameters: textsIn(extension, "cacheKeyParameters"),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Planned>),
  };
}

/** Keys are patterns, `default` the response without one. */
function planResponses(responses: Node, place: Place): Record<string, IntegrationResponse> | undefined {
  const planned: Record<string, IntegrationResponse> = {};
  for (const [pattern, response] of Object.entries(responses)) {
    if (!isNode(response)) continue;
    const statusCode = textIn(response, "statusCode") ?? "200";
    const given = {
      selectionPattern: pattern === "default" ? undefined : pattern,
      responseParameters: textsOf(nodeIn(response, "responseParameters"), "responseParameters", place),
      responseTemplates: textsOf(nodeIn(response, "responseTemplates"), "responseTemplates", place),
      contentHandling: textIn(response, "contentHandling")?.toUpperCase(),
    };
    planned[statusCode] = { statusCode, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  }
  return Object.keys(planned).length === 0 ? undefined : planned;
}

/** A map of texts; other values are left out with a warning. */
function textsOf(node: Node, property: string, place: Place): Record<string, string> | undefined {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === "string") texts[name] = value;
    else if (value === null) texts[name] = "";
    else place.warnings.push(wrongType(property, name, place, value));
  }
  return Object.keys(texts).length === 0 ? undefined : texts;
}

function wrongType(property: string, name: string, { path, httpMethod }: Place, value: unknown): ImportWarning {
  const found = typeof value === "object" ? JSON.stringify(value) : String(value);
  const where = `of resource '${path}' and method '${httpMethod}'`;
  const text = `Invalid format for '${property}'. Expected type string for property '${name}' ${where} but got '${found}'`;
  return { text, operation: `${httpMethod} ${path}` };
}

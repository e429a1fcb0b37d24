import type { HttpVerb, MethodResponse } from "../definition/rest-api.ts";
import type { ImportWarning, PlannedMethod } from "./import-plan.ts";
import { planIntegration } from "./plan-integration.ts";
import type { PlannedModels } from "./plan-models.ts";
import { planSecurity } from "./plan-security.ts";
import { flagIn, isNode, type Node, nodeIn, textIn, textsIn } from "./read-document.ts";

export type MethodContext = {
  document: Node;
  schemes: Readonly<Record<string, unknown>>;
  models: PlannedModels;
  warnings: ImportWarning[];
};

export type Operation = { path: string; httpMethod: HttpVerb; pathItem: Node; node: Node };

/** One operation of a document as a method. */
export function planMethod(operation: Operation, context: MethodContext): PlannedMethod {
  const { path, httpMethod, node } = operation;
  const { document } = context;
  const parameters = listParameters(operation, document);
  const extension = node["x-amazon-apigateway-integration"] ?? operation.pathItem["x-amazon-apigateway-integration"];
  const place = { path, httpMethod, warnings: context.warnings };
  const given = {
    operationName: textIn(node, "operationId"),
    requestValidatorName:
      textIn(node, "x-amazon-apigateway-request-validator") ?? textIn(document, "x-amazon-apigateway-request-validator"),
    requestParameters: planParameters(path, parameters),
    requestModels: planRequestModels(node, parameters, context),
    methodResponses: planResponses(node, context),
    methodIntegration: isNode(extension) ? planIntegration(extension, place) : undefined,
  };
  const members = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { path, httpMethod, ...planSecurity(node, document, context.schemes), ...members };
}

/** Parameters of the path item and of the operation, references followed; the operation's count. */
function listParameters({ pathItem, node }: Operation, document: Node): Node[] {
  const byPlace = new Map<string, Node>();
  for (const list of [pathItem.parameters, node.parameters]) {
    for (const item of Array.isArray(list) ? list : []) {
      const parameter = follow(item, document);
      if (parameter !== undefined) byPlace.set(`${textIn(parameter, "in")} ${textIn(parameter, "name")}`, parameter);
    }
  }
  return [...byPlace.values()];
}

const referencesMax = 10;

/** The object behind `$ref`s within the document. */
function follow(value: unknown, document: Node): Node | undefined {
  let current = value;
  for (let count = 0; count < referencesMax && isNode(current); count++) {
    if (typeof current.$ref !== "string" || !current.$ref.startsWith("#/")) return current;
    current = current.$ref
      .slice(2)
      .split("/")
      .reduce<unknown>((node, part) => (isNode(node) ? node[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined), document);
  }
  return undefined;
}

const locations: Readonly<Record<string, string>> = { query: "querystring", header: "header", path: "path" };

/** Declared parameters, and the variables of the path, which are always required. */
function planParameters(path: string, parameters: readonly Node[]): Record<string, boolean> | undefined {
  const planned: Record<string, boolean> = {};
  for (const parameter of parameters) {
    const location = locations[textIn(parameter, "in") ?? ""];
    const name = textIn(parameter, "name");
    if (location !== undefined && name !== undefined)
      planned[`method.request.${location}.${name}`] = flagIn(parameter, "required") ?? false;
  }
  for (const [, name] of path.matchAll(/\{([^}]+?)\+?\}/g)) planned[`method.request.path.${name}`] = true;
  return Object.keys(planned).length === 0 ? undefined : planned;
}

function planRequestModels(node: Node, parameters: readonly Node[], context: MethodContext): Record<string, string> | undefined {
  const body = follow(node.requestBody, context.document);
  if (body !== undefined) return modelsOfContent(nodeIn(body, "content"), context);
  const schema = parameters.find((parameter) => parameter.in === "body")?.schema;
  if (!isNode(schema)) return undefined;
  return Object.fromEntries(mediaTypes(node, "consumes", context).map((type) => [type, context.models.nameOf(schema, type)]));
}

function modelsOfContent(content: Node, { models }: MethodContext): Record<string, string> | undefined {
  const entries = Object.entries(content).flatMap(([type, media]) => {
    const schema = isNode(media) ? media.schema : undefined;
    return isNode(schema) ? [[type, models.nameOf(schema, type)] as const] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function mediaTypes(node: Node, member: "consumes" | "produces", { document }: MethodContext): string[] {
  const own = textsIn(node, member);
  const common = own.length > 0 ? own : textsIn(document, member);
  return common.length > 0 ? common : ["application/json"];
}

function planResponses(node: Node, context: MethodContext): Record<string, MethodResponse> | undefined {
  const planned: Record<string, MethodResponse> = {};
  for (const [statusCode, item] of Object.entries(nodeIn(node, "responses"))) {
    const response = follow(item, context.document);
    if (response !== undefined && /^[1-5]\d\d$/.test(statusCode)) planned[statusCode] = planResponse(statusCode, response, node, context);
  }
  return Object.keys(planned).length === 0 ? undefined : planned;
}

function planResponse(statusCode: string, response: Node, node: Node, context: MethodContext): MethodResponse {
  const headers = Object.keys(nodeIn(response, "headers")).map((name) => [`method.response.header.${name}`, false] as const);
  const { schema } = response;
  const responseModels = isNode(schema)
    ? Object.fromEntries(mediaTypes(node, "produces", context).map((type) => [type, context.models.nameOf(schema, type)]))
    : modelsOfContent(nodeIn(response, "content"), context);
  return {
    statusCode,
    ...(headers.length === 0 ? {} : { responseParameters: Object.fromEntries(headers) }),
    ...(responseModels === undefined ? {} : { responseModels }),
  };
}

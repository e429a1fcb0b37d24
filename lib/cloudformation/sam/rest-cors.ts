import { isNode, type Node, nodeIn } from "../node.ts";
import { anyMethodKey, type Draft, operationsOf } from "./documents.ts";
import { isCall } from "./globals.ts";
import { preflightSummary } from "./rest-auth.ts";

/** Answers preflights on every path that does not do so itself. */
export function addCors(document: Draft, given: unknown): void {
  const cors: Node = isNode(given) && !isCall(given) ? given : { AllowOrigin: given };
  for (const pathItem of Object.values(nodeIn(document, "paths"))) {
    if (!isNode(pathItem) || isCall(pathItem) || pathItem.options !== undefined) continue;
    (pathItem as Draft).options = preflight(cors, pathItem);
  }
}

function preflight(cors: Node, pathItem: Node): Node {
  const headers = Object.entries({
    "Access-Control-Allow-Credentials": cors.AllowCredentials === true ? "'true'" : undefined,
    "Access-Control-Allow-Headers": cors.AllowHeaders,
    "Access-Control-Allow-Methods": cors.AllowMethods ?? allowedMethods(pathItem),
    "Access-Control-Allow-Origin": cors.AllowOrigin,
    "Access-Control-Max-Age": cors.MaxAge,
  }).filter(([, value]) => value !== undefined);
  return {
    summary: preflightSummary,
    consumes: ["application/json"],
    produces: ["application/json"],
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseParameters: Object.fromEntries(headers.map(([name, value]) => [`method.response.header.${name}`, value])),
          responseTemplates: { "application/json": "{}\n" },
        },
      },
    },
    responses: {
      "200": {
        description: "Default response for CORS method",
        headers: Object.fromEntries(headers.map(([name]) => [name, { type: "string" }])),
      },
    },
  };
}

const allMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

function allowedMethods(pathItem: Node): string {
  const keys = operationsOf(pathItem).map(([key]) => key);
  const methods = keys.includes(anyMethodKey) ? allMethods : [...new Set([...keys.map((key) => key.toUpperCase()), "OPTIONS"])].sort();
  return `'${methods.join(",")}'`;
}

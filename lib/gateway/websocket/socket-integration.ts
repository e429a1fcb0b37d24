import { Buffer, isUtf8 } from "node:buffer";
import type { Method, Integration as RestIntegration } from "../../definition/rest-api.ts";
import type { V2Integration } from "../../definition/v2-api.ts";
import { compileSelection, type Selection } from "../../expressions/route-selection.ts";
import { wholeBody } from "../compression.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { callBackend } from "../integrations/call-backend.ts";
import type { CompiledIntegration } from "../integrations/integration.ts";
import { compileFunctionTarget, invokeRequest, readFunctionResult } from "../integrations/invoke-function.ts";
import { integrations, kindOf } from "../integrations/table.ts";
import type { GatewayReply } from "../message.ts";
import { parseJson } from "../parse-json.ts";
import { configurationError, Refusal } from "../refusal.ts";
import { socketEvent } from "./socket-event.ts";

/** What an integration of a WebSocket API answers. */
export type SocketAnswer = { status: number; headers: readonly string[]; body: Buffer | string };

export type SocketIntegration = (exchange: Exchange) => Promise<SocketAnswer>;

export function compileSocketIntegration(integration: V2Integration, stage: StageFacts): SocketIntegration {
  if (integration.integrationType === "AWS_PROXY") return compileFunction(integration, stage);
  const selection = compileSelection(integration.templateSelectionExpression ?? "\\$default");
  const compiled = new Map<string, CompiledIntegration>();
  return async (exchange) => {
    const key = await templateKey(selection, exchange);
    const chosen = compiled.get(key) ?? compileWithTemplate(integration, stage, key);
    compiled.set(key, chosen);
    return run(chosen, exchange);
  };
}

async function run(integration: CompiledIntegration, exchange: Exchange): Promise<SocketAnswer> {
  const { trace } = exchange;
  const request = await trace.step("map-request", () => integration.buildRequest(exchange));
  const answer = await trace.step("integration", () => integration.invoke(request, exchange));
  const reply: GatewayReply = await trace.step("map-response", () => integration.buildResponse(exchange, answer));
  const bytes = await wholeBody(reply);
  // Text travels in text frames, so that a client gets what it can read.
  return { status: reply.status, headers: reply.headers, body: isUtf8(bytes) ? bytes.toString("utf8") : bytes };
}

const defaultKey = "$default";

async function templateKey(selection: Selection, { request }: Exchange): Promise<string> {
  return selection((await request.body.collect()).toString("utf8")) ?? defaultKey;
}

/**
 * The integration of a REST method that does the same: its only template is the one that the expression chose, and a response is
 * chosen by the status as the keys of integration responses say.
 */
function compileWithTemplate(integration: V2Integration, stage: StageFacts, key: string): CompiledIntegration {
  const { requestTemplates = {}, integrationType: type } = integration;
  const template = requestTemplates[key] ?? requestTemplates[defaultKey] ?? requestTemplates["application/json"];
  const settings: RestIntegration = {
    type,
    uri: integration.integrationUri ?? "",
    httpMethod: integration.integrationMethod ?? "POST",
    connectionType: integration.connectionType,
    passthroughBehavior: integration.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: integration.timeoutInMillis,
    cacheNamespace: "",
    cacheKeyParameters: [],
    integrationResponses: responsesOf(integration),
    ...(integration.connectionId === undefined ? {} : { connectionId: integration.connectionId }),
    ...(integration.contentHandlingStrategy === undefined ? {} : { contentHandling: integration.contentHandlingStrategy }),
    ...(integration.requestParameters === undefined ? {} : { requestParameters: restParameters(integration.requestParameters) }),
    ...(template === undefined ? {} : { requestTemplates: { "application/json": template } }),
  };
  const method: Method = {
    httpMethod: "POST",
    authorizationType: "NONE",
    apiKeyRequired: false,
    methodResponses: { 200: { statusCode: "200" } },
    methodIntegration: settings,
  };
  return integrations[kindOf(settings)].compile({ stage, method, integration: settings });
}

/** Sources of WebSocket APIs are named after the route. */
function restParameters(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([target, source]) => [target, source.replace(/^route\.request\./, "method.request.")]),
  );
}

function responsesOf({
  integrationResponses = [],
  templateSelectionExpression: _,
}: V2Integration): NonNullable<RestIntegration["integrationResponses"]> {
  const responses =
    integrationResponses.length > 0 ? integrationResponses : [{ integrationResponseKey: defaultKey, responseTemplates: undefined }];
  return Object.fromEntries(
    responses.map(({ integrationResponseKey: key, responseTemplates }, index) => {
      const template = responseTemplates?.[defaultKey] ?? Object.values(responseTemplates ?? {})[0];
      const pattern = key === defaultKey ? {} : { selectionPattern: key.replace(/^\/(.*)\/$/, "$1") };
      const templates = template === undefined ? {} : { responseTemplates: { "application/json": template } };
      return [String(index), { statusCode: "200", ...pattern, ...templates }];
    }),
  );
}

/** A Lambda function gets the event, and its result is the answer. */
function compileFunction(integration: V2Integration, stage: StageFacts): SocketIntegration {
  const target = compileFunctionTarget(functionUri(integration.integrationUri ?? "", stage), stage);
  const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
  return async (exchange) => {
    const { trace } = exchange;
    const body = await exchange.request.body.collect();
    const event = JSON.stringify(socketEvent(exchange, body));
    const request = invokeRequest(target, exchange, { headers: ["Content-Type", "application/json"], body: event });
    const answer = await trace.step("integration", () => callBackend(settings, request, exchange));
    return trace.step("map-response", async () => readResult(await readFunctionResult(answer)));
  };
}

/** A plain function ARN as the address that calls it. */
function functionUri(uri: string, { region }: StageFacts): string {
  return uri.startsWith("arn:aws:lambda:") ? `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${uri}/invocations` : uri;
}

function readResult({ payload, failed }: { payload: string; failed: boolean }): SocketAnswer {
  const result = parseJson(payload);
  const evidence = { result: payload.slice(0, 512) };
  if (failed) {
    throw new Refusal({ responseType: "INTEGRATION_FAILURE", reason: "RESULT_MALFORMED", evidence, logLine: "Lambda execution failed" });
  }
  if (result === null || result === undefined) return { status: 200, headers: [], body: "" };
  if (typeof result !== "object" || Array.isArray(result)) throw malformed(evidence);
  const { statusCode = 200, headers = {}, body = "", isBase64Encoded } = result as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw malformed(evidence);
  const text = body === null ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers: headerList(headers), body: isBase64Encoded === true ? Buffer.from(text, "base64") : text };
}

function headerList(headers: unknown): string[] {
  if (typeof headers !== "object" || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    ["string", "number", "boolean"].includes(typeof value) ? [name, String(value)] : [],
  );
}

function malformed(evidence: Readonly<Record<string, string>>): Refusal {
  return configurationError("Malformed Lambda proxy response", { reason: "RESULT_MALFORMED", evidence });
}

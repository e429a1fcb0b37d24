import type { RestApiDefinition } from "../definition/rest-api.ts";
import type { TraceRecord } from "../definition/trace.ts";
import { collectTrace } from "./collect-trace.ts";
import { compileRestApi } from "./compile-rest.ts";
import { wholeBody } from "./compression.ts";
import { Exchange } from "./exchange.ts";
import type { Ports } from "./ports.ts";
import { type PathParameter, Router } from "./router.ts";
import { serveExchange } from "./serve-rest.ts";
import { splitTarget, type TestScope, testRequest, testStage } from "./test-request.ts";

/** What a method is tried with. */
export type TestInvokeInput = {
  resourceId: string;
  httpMethod: string;
  pathWithQueryString?: string | undefined;
  body?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined;
  stageVariables?: Readonly<Record<string, string>> | undefined;
  /** Values of variables that are a mask in `stageVariables`; nothing of the result shows them. */
  secretVariables?: Readonly<Record<string, string>> | undefined;
  clientCertificateId?: string | undefined;
};

export type TestInvokeResult = {
  status: number;
  body: string;
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  log: string;
  /** Whole milliseconds. */
  latency: number;
  trace: TraceRecord;
};

/**
 * Runs one method of a definition as it is, deployed or not; undefined when there is no such method. It never routes, and it
 * leaves authorizers, keys and policies out: path parameters come from laying the given path over the method's own.
 */
export async function testInvokeMethod(
  definition: RestApiDefinition,
  input: TestInvokeInput,
  ports: Ports,
  scope: TestScope,
): Promise<TestInvokeResult | undefined> {
  const { stageVariables, secretVariables } = input;
  const stage = testStage(definition, { stageName: "test-invoke-stage", stageVariables, secretVariables }, scope);
  const api = compileRestApi(definition, stage, { hasGates: false });
  const entry = api.findMethod(input.resourceId, input.httpMethod);
  if (entry === undefined) return undefined;
  const resourcePath = entry.route.resourcePath;
  const [rawPath = resourcePath, rawQuery = ""] = splitTarget(input.pathWithQueryString || resourcePath);
  const trace = collectTrace(ports.clock, stage.hide);
  const exchange = new Exchange(api.stage, testRequest(input, rawPath, rawQuery), ports, trace);
  const served = await serveExchange(api, exchange, () => {
    exchange.route = entry.route;
    exchange.pathParameters = overlayPath(resourcePath, rawPath);
    return entry;
  });
  const { reply } = served;
  const show = stage.hide ?? ((text: string) => text);
  const body = show((await wholeBody(reply)).toString("utf8"));
  const headers = listHeaders(
    reply.headers.map((text) => show(text)),
    reply.isGatewayResponse,
  );
  const record = trace.record(api.stage, served);
  return {
    status: reply.status,
    body,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values[values.length - 1] ?? ""])),
    multiValueHeaders: headers,
    log: `${[`Execution log for request ${exchange.requestId}`, ...trace.lines].join("\n")}\n`,
    latency: Math.max(0, Math.round(record.ms)),
    trace: record,
  };
}

/** The path parameters that come of laying a path over that of a resource. */
export function overlayPath(resourcePath: string, rawPath: string): PathParameter[] {
  const router = new Router<true>();
  router.add(resourcePath, true);
  return router.match(rawPath, () => true)?.parameters ?? [];
}

// The service shows gateway responses without their content type here.
function listHeaders(list: readonly string[], isGatewayResponse: boolean): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i] ?? "";
    if (isGatewayResponse && name === "Content-Type") continue;
    headers[name] = [...(headers[name] ?? []), list[i + 1] ?? ""];
  }
  return headers;
}

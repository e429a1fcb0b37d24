import type { Buffer } from "node:buffer";
import { sha256Hex } from "../../sigv4/canonical-request.ts";
import { signRequest } from "../../sigv4/sign-request.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { fillStageVariables } from "../integration-url.ts";
import { answerBodyMaxBytes } from "../map-response.ts";
import { findHeader } from "../message.ts";
import { configurationError, Refusal } from "../refusal.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

/** A function that an integration calls. */
export type FunctionTarget = { region: string; functionArn: string };

/** The outcome of an invocation: the payload, and the function's own error if it failed. */
export type FunctionResult = { payload: string; failed: boolean };

const uriPattern = /^arn:[\w-]+:apigateway:([\w-]+):lambda:path\/\d{4}-\d{2}-\d{2}\/functions\/([^/]+)\/invocations$/;

/** Reads the function out of an integration URI, stage variables filled in. */
export function compileFunctionTarget(uri: string | undefined, stage: StageFacts): FunctionTarget {
  const { text, missing } = fillStageVariables(uri ?? "", stage);
  const match = uriPattern.exec(text);
  const variable = missing[0];
  if (variable !== undefined && (match === null || /:(?::|$)/.test(match[2] ?? ""))) {
    throw configurationError("Invalid function name", { reason: "STAGE_VARIABLE_MISSING", evidence: { variable, uri: text } });
  }
  if (match === null) throw configurationError("Invalid function ARN or invalid function name", { evidence: { uri: text } });
  return { region: match[1] ?? "", functionArn: match[2] ?? "" };
}

/** The signed call of the Invoke API. */
export function invokeRequest(
  target: FunctionTarget,
  exchange: Exchange,
  call: { headers: string[]; body: Buffer | string },
): IntegrationRequest {
  const { ports, stage } = exchange;
  const endpoint = new URL(ports.aws.endpoint("lambda", target.region));
  const base = endpoint.pathname === "/" ? "" : endpoint.pathname;
  const path = `${base}/2015-03-31/functions/${encodeURIComponent(target.functionArn)}/invocations`;
  const headers = [...call.headers];
  headers.push("X-Amzn-Trace-Id", exchange.traceId, "x-amzn-apigateway-api-id", stage.apiId);
  const credentials = ports.aws.credentials();
  if (credentials !== undefined) {
    const pairs: [string, string][] = [["Host", endpoint.host]];
    for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i] ?? "", headers[i + 1] ?? ""]);
    const signable = { method: "POST", rawPath: path, query: [], headers: pairs, bodyHash: sha256Hex(call.body) };
    const signature = signRequest(signable, { credentials, region: target.region, service: "lambda", nowMs: ports.clock.nowMs() });
    for (const [name, value] of signature) headers.push(name, value);
  }
  return { method: "POST", origin: endpoint.origin, path, headers, body: call.body };
}

/** Reads the answer of the Invoke API; an error of the service itself, not of the function, is a refusal. */
export async function readFunctionResult(answer: IntegrationAnswer): Promise<FunctionResult> {
  const payload = (await answer.body?.collect(answerBodyMaxBytes))?.toString("utf8") ?? "";
  if (answer.status >= 200 && answer.status < 300) {
    return { payload, failed: findHeader(answer.headers, "x-amz-function-error") !== undefined };
  }
  const evidence = { status: String(answer.status), answer: payload.slice(0, 512) };
  if (answer.status === 403 || answer.status === 404) {
    throw configurationError("Invalid permissions on Lambda function", { reason: "BACKEND_DENIED", evidence });
  }
  throw new Refusal({
    responseType: "INTEGRATION_FAILURE",
    reason: "RESULT_MALFORMED",
    evidence,
    logLine: `Execution failed due to configuration error: Lambda invocation failed with status: ${answer.status}.`,
  });
}

import type { Buffer } from "node:buffer";
import type { Exchange, StageFacts } from "../exchange.ts";
import { fillStageVariables } from "../integration-url.ts";
import { answerBodyMaxBytes } from "../map-response.ts";
import { findHeader } from "../message.ts";
import { configurationError, Refusal } from "../refusal.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";
import { signedCall } from "./signed-call.ts";

/** A function that an integration calls. */
export type FunctionTarget = { region: string; functionArn: string };

/** The outcome of an invocation: the payload, and the function's own error if it failed. */
export type FunctionResult = { payload: string; failed: boolean };

const uriPatterns = {
  BUFFERED: /^arn:[\w-]+:apigateway:([\w-]+):lambda:path\/\d{4}-\d{2}-\d{2}\/functions\/([^/]+)\/invocations$/,
  STREAM: /^arn:[\w-]+:apigateway:([\w-]+):lambda:path\/\d{4}-\d{2}-\d{2}\/functions\/([^/]+)\/response-streaming-invocations$/,
};

/** Reads the function out of an integration URI, stage variables filled in. Answers that are streamed have an API of their own. */
export function compileFunctionTarget(
  uri: string | undefined,
  stage: StageFacts,
  mode: "BUFFERED" | "STREAM" = "BUFFERED",
): FunctionTarget {
  const { text, missing } = fillStageVariables(uri ?? "", stage);
  const match = uriPatterns[mode].exec(text);
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
  const path = `/2015-03-31/functions/${encodeURIComponent(target.functionArn)}/invocations`;
  return signedCall({ method: "POST", path, query: "", ...call }, { service: "lambda", region: target.region }, exchange);
}

/** The signed call of the API that streams what the function writes. */
export function streamRequest(
  target: FunctionTarget,
  exchange: Exchange,
  call: { headers: string[]; body: Buffer | string },
): IntegrationRequest {
  const path = `/2021-11-15/functions/${encodeURIComponent(target.functionArn)}/response-streaming-invocations`;
  return signedCall({ method: "POST", path, query: "", ...call }, { service: "lambda", region: target.region }, exchange);
}

/** Reads the answer of the Invoke API; an error of the service itself, not of the function, is a refusal. */
export async function readFunctionResult(answer: IntegrationAnswer): Promise<FunctionResult> {
  const payload = (await answer.body?.collect(answerBodyMaxBytes))?.toString("utf8") ?? "";
  if (answer.status >= 200 && answer.status < 300) {
    return { payload, failed: findHeader(answer.headers, "x-amz-function-error") !== undefined };
  }
  throw refuseInvocation(answer.status, payload);
}

/** Why an invocation did not come about. */
export function refuseInvocation(status: number, payload: string): Refusal {
  const evidence = { status: String(status), answer: payload.slice(0, 512) };
  if (status === 403 || status === 404) {
    return configurationError("Invalid permissions on Lambda function", { reason: "BACKEND_DENIED", evidence });
  }
  return new Refusal({
    responseType: "INTEGRATION_FAILURE",
    reason: "RESULT_MALFORMED",
    evidence,
    logLine: `Execution failed due to configuration error: Lambda invocation failed with status: ${status}.`,
  });
}

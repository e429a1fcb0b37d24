import { z } from "zod";
import { ServiceError } from "../base/service-error.ts";
import { traceSchema } from "../definition/trace.ts";
import type { Runtime } from "./runtime.ts";
import { demand, type Scope } from "./scope.ts";
import { showBody } from "./shown-body.ts";
import { getStage } from "./stages.ts";
import { keepTestRun, type TestRun } from "./test-runs.ts";

export type StageTest = {
  apiId: string;
  stageName: string;
  httpMethod: string;
  pathWithQueryString: string;
  headers: readonly (readonly [string, string])[];
  body?: string | undefined;
};

const answerSchema = z.object({
  status: z.number(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.base64(),
  trace: traceSchema,
});

/** Longer than the longest integration, so that its timeout is the one that is seen. */
const deadlineMs = 45_000;

/** A real call of a stage: the gateway answers it with what it serves, and gives its trace besides. */
export async function testStage(scope: Scope, runtime: Runtime, input: StageTest): Promise<TestRun> {
  demand(scope, "test", "stage:test");
  const { apiId, stageName, httpMethod, pathWithQueryString, headers, body } = input;
  await getStage(scope, { restApiId: apiId, stageName });
  const request = {
    apiId,
    stageName,
    method: httpMethod,
    path: pathWithQueryString,
    headers,
    body: Buffer.from(body ?? "").toString("base64"),
  };
  const { status, headers: answered, body: bytes, trace } = answerSchema.parse(await callGateway(runtime, request));
  const run = { status, ms: trace.ms, headers: answered, trace, ...showBody(Buffer.from(bytes, "base64")) };
  await keepTestRun(scope, apiId, run);
  return run;
}

async function callGateway({ environment, feedToken }: Runtime, request: object): Promise<unknown> {
  const response = await fetch(`http://${reachable(environment.GATEWAY_HOST)}:${environment.GATEWAY_PORT}/_gatehouse/trace`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${feedToken}` },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((cause: unknown) => {
    throw new ServiceError(
      "ServiceUnavailableException",
      `The gateway does not answer on port ${environment.GATEWAY_PORT}. Is it running?`,
      { cause },
    );
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const reason =
    typeof answer === "object" && answer !== null && "message" in answer ? String(answer.message) : `it answered ${response.status}`;
  throw new ServiceError("ServiceUnavailableException", `The gateway could not run the call: ${reason}`);
}

/** The address at which this machine reaches what listens there. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

import { ServiceError } from "../base/service-error.ts";
import { fillRequest } from "../definition/fill-request.ts";
import type { SavedRequest, SuiteTarget } from "../definition/saved-request.ts";
import { type AssertionOutcome, judgeAnswer } from "../expressions/judge-answer.ts";
import type { GatewayRef } from "./call-gateway.ts";
import { badRequest } from "./errors.ts";
import { listResources } from "./resources.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { listSavedRequests, type SavedRequestResult } from "./saved-requests.ts";
import { demand, type Scope } from "./scope.ts";
import { getStage } from "./stages.ts";
import { getSuite, type SuiteKey } from "./suites.ts";
import { testMethod } from "./test-method.ts";
import type { TestRun } from "./test-runs.ts";
import { testStage } from "./test-stage.ts";

/** How one request of a suite went: its answer held to its assertions, or why it was not sent. */
export type SuiteRequestRun = { id: string; name: string; passed: boolean } & (
  | { status: number; ms: number; traceId: string; failures: string[]; assertions: number }
  | { problem: string }
);
export type SuiteRun = { suiteId: string; name: string; runs: SuiteRequestRun[] };

/** What calls of the draft and of stages need of the process. */
export type SuiteTools = Pick<RuntimeCore, "ports" | "sealer"> & GatewayRef;

/** Requests that are under way at once. */
const atOnce = 4;

/** A run, or all of those before a deployment: backends that hang would keep whoever waits for hours. What comes later counts as failed. */
const runMs = 120_000;

/** When a run that begins now has to have sent its last request. */
export function suiteDeadline({ clock }: Scope): number {
  return clock().getTime() + runMs;
}

/** Sends every request of a suite and judges the answers. */
export async function runSuite(
  scope: Scope,
  tools: SuiteTools,
  { deadline = suiteDeadline(scope), ...input }: SuiteKey & { target: SuiteTarget; deadline?: number },
): Promise<SuiteRun> {
  demand(scope, "test", "suite:run");
  const { restApiId, target } = input;
  const suite = await getSuite(scope, input);
  const byId = new Map((await listSavedRequests(scope, { restApiId })).map((request) => [request.id, request]));
  const requests = suite.requestIds.flatMap((id) => byId.get(id) ?? []);
  const send = await openTarget(scope, tools, { restApiId, target });
  const runs: SuiteRequestRun[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < requests.length; at = next++) {
      const request = requests[at];
      if (request === undefined) continue;
      const { id, name } = request;
      const isLate = scope.clock().getTime() > deadline;
      const problem = `It was not sent: the requests before took ${runMs / 1_000} s.`;
      runs[at] = isLate ? { id, name, passed: false, problem } : await runRequest(request, send);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return { suiteId: suite.id, name: suite.name, runs };
}

type Send = (request: SavedRequest) => Promise<TestRun>;

/** How requests reach the target, with its variables in their places. */
async function openTarget(scope: Scope, tools: SuiteTools, input: { restApiId: string; target: SuiteTarget }): Promise<Send> {
  const { restApiId: apiId, target } = input;
  const { stageName = "" } = target;
  const { variables = {}, secretVariables = {} } = stageName === "" ? {} : await getStage(scope, { restApiId: apiId, stageName });
  const secretNames = new Set(Object.keys(secretVariables));
  const fill = (request: SavedRequest) => {
    const { missing, ...filled } = fillRequest(request.path, request, variables, secretNames);
    const where = stageName === "" ? "No stage was chosen to take variables from" : `${stageName} has no value for it`;
    if (missing.length > 0) throw badRequest(`{{${missing.join("}}, {{")}}} is empty: ${where}.`);
    return { apiId, httpMethod: request.httpMethod === "ANY" ? "GET" : request.httpMethod, ...filled };
  };
  if (target.kind === "stage") return async (request) => testStage(scope, tools, { stageName, ...fill(request) });
  const resources = new Map((await listResources(scope, apiId)).map(({ id, path }) => [path, id]));
  return async (request) => {
    const resourceId = resources.get(request.path);
    if (resourceId === undefined) throw badRequest(`The draft has no resource ${request.path}.`);
    const variablesOf = stageName === "" ? undefined : stageName;
    return testMethod(scope, tools, { resourceId, stageVariables: variables, variablesOf, ...fill(request) });
  };
}

async function runRequest(request: SavedRequestResult, send: Send): Promise<SuiteRequestRun> {
  const { id, name } = request;
  try {
    const run = await send(request);
    const failures = judgeRun(run, request).flatMap((outcome) => (outcome.passed ? [] : [outcome.message]));
    const { status, ms, trace } = run;
    return {
      id,
      name,
      passed: failures.length === 0,
      status,
      ms,
      traceId: trace.requestId,
      failures,
      assertions: request.assertions.length,
    };
  } catch (error) {
    if (error instanceof ServiceError) return { id, name, passed: false, problem: error.message };
    throw error;
  }
}

/** A request without assertions only has to be answered, and not by an error of the server. */
function judgeRun(run: TestRun, { assertions }: SavedRequest): AssertionOutcome[] {
  if (assertions.length > 0) return assertions.map((assertion) => judgeAnswer(run, assertion));
  return [run.status < 500 ? { passed: true } : { passed: false, message: `The status is ${run.status}.` }];
}

import { fillSecrets } from "../definition/fill-request.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { demand, type Scope } from "./scope.ts";
import { showBody } from "./shown-body.ts";
import { loadStageSecrets } from "./stage-variables.ts";
import { testInvokeMethod } from "./test-invoke-method.ts";
import { keepTestRun, type TestRun } from "./test-runs.ts";

export type MethodTest = {
  apiId: string;
  resourceId: string;
  httpMethod: string;
  /** What this deployment froze is tested in the place of the draft. */
  deploymentId?: string | undefined;
  pathWithQueryString: string;
  headers: readonly (readonly [string, string])[];
  body?: string | undefined;
  stageVariables?: Record<string, string> | undefined;
  /** The stage that the variables are of: secret ones among them are known here only. */
  variablesOf?: string | undefined;
};

/** TestInvokeMethod for the console's tester: headers as pairs, the trace besides the log. */
export async function testMethod(scope: Scope, tools: Pick<RuntimeCore, "ports" | "sealer">, input: MethodTest): Promise<TestRun> {
  const { apiId, variablesOf } = input;
  demand(scope, "test", "method:test");
  const secretVariables = variablesOf === undefined ? {} : await loadStageSecrets(scope, { apiId, stageName: variablesOf });
  const { apiId: restApiId, variablesOf: _, headers, ...rest } = fillSecrets(input, secretVariables);
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of headers) multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  const result = await testInvokeMethod(scope, tools, { restApiId, multiValueHeaders, ...rest, secretVariables });
  const run: TestRun = {
    ...showBody(Buffer.from(result.body)),
    status: result.status,
    ms: result.trace.ms,
    headers: Object.entries(result.multiValueHeaders).flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
    log: result.log,
    trace: result.trace,
  };
  await keepTestRun(scope, restApiId, run);
  return run;
}

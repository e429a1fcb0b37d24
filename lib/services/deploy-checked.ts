import { createDeployment, type Deployment, deployAllTheSame } from "./deployments.ts";
import { badRequest } from "./errors.ts";
import { demand, type Scope } from "./scope.ts";
import { runTemplateTests, type TemplateTestRun } from "./template-tests.ts";

export type CheckedDeploymentInput = {
  restApiId: string;
  stageName: string;
  description?: string | undefined;
  /** Why it is deployed although a check failed; the history keeps it. */
  overrideReason?: string | undefined;
};

/**
 * Deploys as the console does: the tests that belong to the API pass, or somebody says why it goes ahead all the same.
 * `CreateDeployment` itself has no such thing, as the service has none.
 */
export async function deployChecked(scope: Scope, { overrideReason = "", ...input }: CheckedDeploymentInput): Promise<Deployment> {
  demand(scope, "release", "deployment:create");
  const failed = (await runTemplateTests(scope, input)).filter(hasFailed);
  if (failed.length === 0) return createDeployment(scope, input);
  const what = failed.length === 1 ? "1 template test fails" : `${failed.length} template tests fail`;
  const reason = overrideReason.trim();
  if (reason === "") throw badRequest(`${what}: ${failed.map(({ name }) => name).join(", ")}. Give a reason to deploy all the same.`);
  return deployAllTheSame(scope, input, `although ${what}: ${reason}`);
}

function hasFailed(run: TemplateTestRun): boolean {
  return "passed" in run && !run.passed;
}

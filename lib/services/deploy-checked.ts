import { groupBy } from "../base/group-by.ts";
import { type LintFinding, lintRules } from "../definition/lint.ts";
import { getApiDefinition, snapshotText } from "./definitions.ts";
import { type Deployment, deployDraft } from "./deployments.ts";
import { badRequest } from "./errors.ts";
import { findBlockers } from "./lint.ts";
import { table } from "./rows.ts";
import { runSuite, type SuiteRun, type SuiteTools, suiteDeadline } from "./run-suite.ts";
import { demand, type Scope } from "./scope.ts";
import { listSuites } from "./suites.ts";
import { runTemplateTests, type TemplateTestRun } from "./template-tests.ts";

export type CheckedDeploymentInput = {
  restApiId: string;
  stageName: string;
  description?: string | undefined;
  /** Why it is deployed although a check failed; the history keeps it. */
  overrideReason?: string | undefined;
};

/**
 * Deploys as the console does: the lint finds nothing that blocks, the tests and suites that belong to the API pass, or somebody says why it goes ahead all the same.
 * `CreateDeployment` itself has no such thing, as the service has none.
 */
export async function deployChecked(
  scope: Scope,
  tools: SuiteTools,
  { overrideReason = "", ...input }: CheckedDeploymentInput,
): Promise<Deployment & { approvalId?: string }> {
  demand(scope, "release", "deployment:create");
  const checked = snapshotText(await getApiDefinition(scope, input.restApiId)).hash;
  const tests = (await runTemplateTests(scope, input)).filter((run) => "passed" in run);
  const suites = await runSuites(scope, tools, input);
  const problems = [...describeBlockers(await findBlockers(scope, input)), ...describeTests(tests), ...suites.flatMap(describeSuite)];
  const reason = overrideReason.trim();
  if (problems.length > 0 && reason === "") {
    const message = `${problems.join("; ")}. Give a reason to deploy all the same.`;
    throw badRequest(message, { fields: { overrideReason: message } });
  }
  if (problems.length > 0) return deployDraft(scope, { ...input, checked }, `although ${problems.join("; ")}: ${reason}`);
  const passed = [...(tests.length === 0 ? [] : [countOf(tests.length, "template test")]), ...suites.map(({ name }) => `suite ${name}`)];
  return deployDraft(scope, { ...input, checked }, passed.length === 0 ? "" : `(passed: ${passed.join(", ")})`);
}

/** The suites that are run before a deployment, on the draft with the variables of the stage; one after the other. */
async function runSuites(scope: Scope, tools: SuiteTools, { restApiId, stageName }: CheckedDeploymentInput): Promise<SuiteRun[]> {
  const stage = await table(scope.db.reader, "Stage").findFirst({ where: { apiId: restApiId, name: stageName } });
  const target = { kind: "draft" as const, ...(stage === null ? {} : { stageName }) };
  const runs: SuiteRun[] = [];
  const deadline = suiteDeadline(scope);
  for (const suite of await listSuites(scope, { restApiId })) {
    if (suite.runsBeforeDeploy) runs.push(await runSuite(scope, tools, { restApiId, suiteId: suite.id, target, deadline }));
  }
  return runs;
}

/** The same rule may stop at many methods: a sentence names the rules, and the first places of each. */
function describeBlockers(findings: readonly LintFinding[]): string[] {
  return [...groupBy(findings, ({ rule }) => rule)].map(([rule, own]) => {
    const places = namesOf(own.map(({ label }) => ({ name: label })));
    return `the lint found: ${lintRules[rule].title.toLowerCase()} (${places})`;
  });
}

function describeTests(tests: readonly TemplateTestRun[]): string[] {
  const failed = tests.filter((run) => "passed" in run && !run.passed);
  if (failed.length === 0) return [];
  return [`${countOf(failed.length, "template test")} failed (${namesOf(failed)})`];
}

function describeSuite({ name, runs }: SuiteRun): string[] {
  const failed = runs.filter((run) => !run.passed);
  return failed.length === 0 ? [] : [`${failed.length} of ${countOf(runs.length, "request")} of suite ${name} failed (${namesOf(failed)})`];
}

/** As many as a sentence bears. */
const namesMax = 5;

function namesOf(failed: readonly { name: string }[]): string {
  const names = failed.slice(0, namesMax).map(({ name }) => name);
  return failed.length > namesMax ? `${names.join(", ")} and ${failed.length - namesMax} more` : names.join(", ");
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

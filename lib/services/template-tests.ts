import { newId } from "../base/ids.ts";
import { findTemplate, type TemplateTest, templateTestSchema } from "../definition/template-test.ts";
import { runTemplateTest, type TemplateTestOutcome } from "../vtl/run-template-test.ts";
import { parseSampleText } from "../vtl/sample-input.ts";
import { checkShape } from "./check-shape.ts";
import { getApiDefinition } from "./definitions.ts";
import { badRequest, notFound } from "./errors.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type TemplateTestResult = TemplateTest & { id: string; entityVersion: number };
export type TemplateTestKey = { restApiId: string; testId: string };

/** More than anybody keeps; they are run before each deployment. */
const testsMax = 500;

/** A test of a template is the console's own: the service has none, and deployments do not carry it. */
export async function createTemplateTest(scope: Scope, input: { restApiId: string; test: unknown }): Promise<TemplateTestResult> {
  const apiId = input.restApiId;
  const test = checkShape(templateTestSchema, input.test);
  const intent = { action: "template-test:create", api: apiId, summary: `Add the template test ${test.name}` };
  return write(scope, intent, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    if ((await table(tx.source, "TemplateTest").count({ where: { apiId } })) >= testsMax)
      throw badRequest(`An API has ${testsMax} template tests at most. Delete one first.`);
    return testOf(await tx.insert("TemplateTest", { id: newId(scope.random), apiId, createdAt: tx.at, settings: test }));
  });
}

export async function updateTemplateTest(
  scope: Scope,
  key: TemplateTestKey,
  change: (draft: TemplateTest) => unknown,
  options: UpdateOptions = {},
): Promise<TemplateTestResult> {
  const intent = { action: "template-test:update", api: key.restApiId, summary: "Change the template test" };
  return write(scope, intent, async (tx) => {
    const row = await getTestRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The test ${row.settings.name}`);
    tx.tellOf(row.settings.name);
    return testOf(await tx.update("TemplateTest", row, { settings: checkShape(templateTestSchema, change(row.settings)) }));
  });
}

export async function deleteTemplateTest(scope: Scope, key: TemplateTestKey): Promise<void> {
  const intent = { action: "template-test:delete", api: key.restApiId, summary: "Delete the template test" };
  await write(scope, intent, async (tx) => {
    const row = await getTestRow(tx.source, scope, key);
    tx.tellOf(row.settings.name);
    await tx.remove("TemplateTest", { id: row.id });
  });
}

/** All tests of an API, the oldest first. */
export async function listTemplateTests(scope: Scope, input: { restApiId: string }): Promise<TemplateTestResult[]> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const orderBy = [{ createdAt: "asc" }, { id: "asc" }] as const;
    const rows = await table(source, "TemplateTest").findMany({ where: { apiId: input.restApiId }, orderBy: [...orderBy] });
    return rows.map(testOf);
  });
}

/** `isMissing`: the draft has no template there, so there was nothing to run. */
export type TemplateTestRun = { id: string; name: string; label?: string } & (TemplateTestOutcome | { isMissing: true });

/** All of them together; a test that comes later counts as failed. */
const runMs = 10_000;

/** Runs every test of an API against the templates of its draft, in the engine that gateways have. */
export async function runTemplateTests(scope: Scope, input: { restApiId: string }): Promise<TemplateTestRun[]> {
  const tests = await listTemplateTests(scope, input);
  if (tests.length === 0) return [];
  const definition = await getApiDefinition(scope, input.restApiId);
  const deadline = scope.clock().getTime() + runMs;
  const runs: TemplateTestRun[] = [];
  for (const { id, name, place, input: sample, expected } of tests) {
    const template = findTemplate(definition, place);
    if (template === undefined) runs.push({ id, name, isMissing: true });
    else if (scope.clock().getTime() > deadline)
      runs.push({ id, name, label: template.label, passed: false, message: `It was not run: the tests before took ${runMs / 1_000} s.` });
    else
      runs.push({ id, name, label: template.label, ...runTemplateTest(template.text, { input: parseSampleText(sample).input, expected }) });
    // Others are answered between two tests.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return runs;
}

async function getTestRow(source: Source, scope: Scope, key: TemplateTestKey): Promise<Rows["TemplateTest"]> {
  const unknown = () => notFound("There is no template test with this id.");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "TemplateTest").findUnique({ where: { id: key.testId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

function testOf(row: Rows["TemplateTest"]): TemplateTestResult {
  return { ...row.settings, id: row.id, entityVersion: row.version };
}

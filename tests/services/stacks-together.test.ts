import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createChangeSet, describeChangeSet, executeChangeSet } from "@/lib/services/stacks/change-sets.ts";
import { describeStack } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack, deleteStack, updateStack } from "@/lib/services/stacks/stacks.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };
const stackName = "shop";

let accounts = 740;
const newAccount = () => scope({ accountId: `000000000${accounts++}` });

const apis = (...names: string[]) =>
  `Resources:\n${names.map((name) => `  ${name}: {Type: AWS::ApiGateway::RestApi, Properties: {Name: ${name}}}`).join("\n")}\n`;
const create = (at: Scope, ...names: string[]) => createStack(at, tools, { stackName, templateBody: apis(...names) });
const update = (at: Scope, ...names: string[]) => updateStack(at, tools, { stackName, templateBody: apis(...names) });
const plan = (at: Scope, changeSetName: string, ...names: string[]) =>
  createChangeSet(at, { stackName, changeSetName, templateBody: apis(...names), changeSetType: "UPDATE" });
const execute = (at: Scope, changeSetName: string) => executeChangeSet(at, tools, { stackName, changeSetName });

async function namesOf(at: Scope): Promise<string[]> {
  return (await listApis(at)).map(({ name }) => name).sort();
}

async function refusalsOf(runs: readonly Promise<unknown>[]): Promise<string[]> {
  const ends = await Promise.allSettled(runs);
  return ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason.message)] : []));
}

test("of two updates at once the second is refused, and nothing is left that no stack knows", async () => {
  const at = newAccount();
  await create(at, "First");

  const refusals = await refusalsOf([update(at, "First", "Second"), update(at, "First", "Second")]);

  expect(refusals).toEqual([expect.stringMatching(/^Stack:arn:.* is in UPDATE_IN_PROGRESS state and can not be updated\.$/)]);
  expect(await namesOf(at)).toEqual(["First", "Second"]);
  await deleteStack(at, tools, { stackName });
  expect(await namesOf(at)).toEqual([]);
});

test("of two creations at once the second is refused in the service's words", async () => {
  const at = newAccount();

  expect(await refusalsOf([create(at, "First"), create(at, "First")])).toEqual(["Stack [shop] already exists"]);
  expect(await namesOf(at)).toEqual(["First"]);
});

test("a stack that is removed while it is updated takes along what the update made", async () => {
  const at = newAccount();
  await create(at, "First");

  await refusalsOf([update(at, "First", "Second"), deleteStack(at, tools, { stackName })]);
  expect(await namesOf(at)).toEqual([]);

  await create(at, "First");
  const refusals = await refusalsOf([deleteStack(at, tools, { stackName }), update(at, "First", "Second")]);
  expect(refusals).toEqual(["Stack with id shop does not exist"]);
  expect(await namesOf(at)).toEqual([]);
});

test("a change set is executed once", async () => {
  const at = newAccount();
  await createChangeSet(at, { stackName, changeSetName: "first", templateBody: apis("First"), changeSetType: "CREATE" });

  const refusals = await refusalsOf([execute(at, "first"), execute(at, "first")]);

  expect(refusals).toEqual([expect.stringMatching(/^ChangeSet \[arn:.*\] cannot be executed in .* status of \[EXECUTE_COMPLETE\]$/)]);
  expect(await namesOf(at)).toEqual(["First"]);
});

test("a change set of a stack that has changed since is out of date", async () => {
  const at = newAccount();
  await create(at, "First");
  await plan(at, "reviewed", "First", "Second");
  await update(at, "First", "Third");

  await expect(execute(at, "reviewed")).rejects.toThrow(/cannot be executed in its current execution status of \[OBSOLETE\]$/);
  expect(await describeChangeSet(at, { stackName, changeSetName: "reviewed" })).toMatchObject({ executionStatus: "OBSOLETE" });
  expect(await namesOf(at)).toEqual(["First", "Third"]);
});

test("an execution that fails is told by the change set and by the stack", async () => {
  const at = newAccount();
  await create(at, "First");
  const templateBody = `${apis("First")}  Part: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: nothing, ParentId: none, PathPart: x}}\n`;
  await createChangeSet(at, { stackName, changeSetName: "wrong", templateBody });

  await execute(at, "wrong");

  expect(await describeChangeSet(at, { stackName, changeSetName: "wrong" })).toMatchObject({ executionStatus: "EXECUTE_FAILED" });
  expect((await describeStack(at, { stackName })).status).toBe("UPDATE_ROLLBACK_COMPLETE");
  await expect(execute(at, "wrong")).rejects.toThrow("[EXECUTE_FAILED]");
});

import { newUuid } from "../../base/ids.ts";
import { ServiceError } from "../../base/service-error.ts";
import { conflict, notFound } from "../errors.ts";
import { type Source, table } from "../rows.ts";
import { demand, type Scope } from "../scope.ts";
import type { Tags } from "../tags.ts";
import { read, write } from "../write.ts";
import type { Preview, StackChange } from "./preview-stack.ts";
import type { StackTools } from "./resource-handler.ts";
import {
  checkStackName,
  demandRoomForStack,
  findStackRow,
  getStackRow,
  inReview,
  openText,
  type StackRow,
  sealText,
  stackArn,
  storeEvents,
  unknownStack,
} from "./stack-rows.ts";
import { demandUpdatable, draftOf, newStackRow, previewDraft, runStack, type StackDraft, type StackInput, stackType } from "./stacks.ts";

export type ChangeSetInput = StackInput & {
  changeSetName: string;
  /** `CREATE` for a stack that is not there yet, else `UPDATE`. */
  changeSetType?: string | undefined;
  description?: string | undefined;
};

/** Values that are not echoed are stars, like those of the stack. */
type ShownParameter = { key: string; value: string };

/** What a change set keeps; template and parameters are sealed. */
type ChangeSetSettings = {
  input: string;
  tags: Tags;
  description?: string;
  reason?: string;
  changes: StackChange[];
  parameters: ShownParameter[];
  execution: "AVAILABLE" | "UNAVAILABLE" | "EXECUTE_COMPLETE" | "EXECUTE_FAILED";
  /** Of the stack that the changes were found for. */
  stackVersion: number;
};
type ChangeSetRow = { id: string; stackId: string; name: string; status: string; settings: ChangeSetSettings; createdAt: Date };

export type ChangeSet = {
  changeSetId: string;
  changeSetName: string;
  stackId: string;
  stackName: string;
  status: "CREATE_COMPLETE" | "FAILED";
  statusReason?: string;
  executionStatus: ChangeSetSettings["execution"] | "OBSOLETE";
  creationTime: Date;
  description?: string;
  tags: Tags;
  parameters: ShownParameter[];
  changes: StackChange[];
};

const namePattern = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;
const changeSetsMax = 100;
const nothingNew = "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Keeps a template to be applied later, with what it would change. One that could not be applied is kept as failed, with the reason. */
export async function createChangeSet(scope: Scope, input: ChangeSetInput): Promise<{ changeSetId: string; stackId: string }> {
  demand(scope, "write", "stack:create-change-set");
  const { changeSetName: name } = input;
  if (!namePattern.test(name))
    throw new ServiceError(
      "ValidationException",
      `1 validation error detected: Value '${name.slice(0, 256)}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  const known = await read(scope, (source) => findStackRow(source, scope, input.stackName));
  const row = stackFor(scope, known, input);
  // What is wrong with the template or its parameters is refused at once.
  const draft = draftOf(scope, row, input);
  const preview = await read(scope, (source) => previewDraft(source, scope, row, draft)).catch(reasonOf);
  const judged = judge(scope, row, { input, draft, preview });
  const set = { id: newUuid(scope.random), stackId: row.id, name, createdAt: scope.clock(), ...judged };
  await write(scope, { action: "stack:create-change-set", summary: `Create change set ${name}` }, async ({ source }) => {
    if (known === undefined) await placeInReview(scope, source, row);
    const others = await source.changeSet.findMany({ where: { stackId: row.id }, select: { name: true } });
    if (others.some((other) => other.name === name)) throw conflict(`ChangeSet [${name}] already exists`);
    if (others.length >= changeSetsMax)
      throw new ServiceError("LimitExceededException", `A stack has at most ${changeSetsMax} change sets.`);
    await source.changeSet.create({ data: set });
  });
  return { changeSetId: changeSetArn(scope, set), stackId: stackArn(scope, row) };
}

/** The stack that a change set is for; one of a new stack waits in review. */
function stackFor(scope: Scope, known: StackRow | undefined, { stackName, changeSetType, changeSetName }: ChangeSetInput): StackRow {
  if (changeSetType === "IMPORT")
    throw new ServiceError("ValidationException", "Change sets of the type IMPORT are not supported: resources are made by their stack.");
  if (changeSetType === "CREATE") {
    if (known !== undefined && known.status !== inReview)
      throw new ServiceError(
        "ValidationException",
        `Stack [${known.name}] already exists and cannot be created again with the changeSet [${changeSetName}].`,
      );
    return known ?? newStackRow(scope, checkStackName(stackName));
  }
  if (known === undefined) throw new ServiceError("ValidationException", `Stack [${stackName}] does not exist`);
  demandUpdatable(scope, known);
  return known;
}

async function placeInReview(scope: Scope, source: Source, row: StackRow): Promise<void> {
  await demandRoomForStack(source, scope);
  await table(source, "Stack").create({ data: row });
  const own = { logicalId: row.name, physicalId: stackArn(scope, row), type: stackType };
  await storeEvents(scope, source, row.id, [{ ...own, status: inReview, reason: "User Initiated" }]);
}

type Judged = { input: ChangeSetInput; draft: StackDraft; preview: Preview | { reason: string } };

function judge(scope: Scope, row: StackRow, { input, draft, preview }: Judged): { status: string; settings: ChangeSetSettings } {
  const { templateBody, parameters = [], tags = {}, capabilities = [], description } = input;
  const sealed = sealText(scope, row.id, {
    what: "change-set",
    text: JSON.stringify({ templateBody, parameters, capabilities, tags: input.tags }),
  });
  const shown = { parameters: shownParameters(draft), tags, ...(description === undefined ? {} : { description }) };
  const shared = { input: sealed, stackVersion: row.version, ...shown };
  const reason = "reason" in preview ? preview.reason : preview.isSame ? nothingNew : undefined;
  if (reason === undefined && !("reason" in preview))
    return { status: "CREATE_COMPLETE", settings: { ...shared, changes: preview.changes, execution: "AVAILABLE" } };
  return { status: "FAILED", settings: { ...shared, changes: [], execution: "UNAVAILABLE", ...(reason === undefined ? {} : { reason }) } };
}

/** What is wrong with properties, or with what a template looks up while it is applied, fails the change set. */
function reasonOf(error: unknown): { reason: string } {
  if (error instanceof ServiceError && /^(?:Properties validation failed|Template error|No export named|Parameter )/.test(error.message))
    return { reason: error.message };
  throw error;
}

type Key = { changeSetName: string; stackName?: string | undefined };

export async function describeChangeSet(scope: Scope, key: Key): Promise<ChangeSet> {
  return read(scope, async (source) => {
    const { set, row } = await getRows(source, scope, key);
    return changeSetOf(scope, set, row);
  });
}

export async function listChangeSets(scope: Scope, { stackName }: { stackName: string }): Promise<ChangeSet[]> {
  return read(scope, async (source) => {
    const row = await getStackRow(source, scope, stackName);
    const sets = await source.changeSet.findMany({ where: { stackId: row.id }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
    return sets.map((set) => changeSetOf(scope, typed(set), row));
  });
}

/** Applies what a change set keeps; the others of its stack are out of date then and go. */
export async function executeChangeSet(scope: Scope, tools: StackTools, key: Key): Promise<void> {
  const { set, row } = await read(scope, (source) => getRows(source, scope, key));
  demandAvailable(scope, set, row);
  if (row.status !== inReview) demandUpdatable(scope, row);
  const draft = draftOf(scope, row, { stackName: row.name, ...openInput(scope, row, set) });
  const verb = row.status === inReview ? "CREATE" : "UPDATE";
  const execution = {
    demandAvailable: async (source: Source) => {
      const current = await getRows(source, scope, { changeSetName: changeSetArn(scope, set) });
      demandAvailable(scope, current.set, current.row);
    },
    end: (source: Source, isDone: boolean) => endExecution(source, set, isDone),
  };
  await runStack(scope, tools, { row, draft, verb, isNew: false, execution });
}

function demandAvailable(scope: Scope, set: ChangeSetRow, row: StackRow): void {
  const execution = executionOf(set, row);
  if (execution === "AVAILABLE") return;
  throw new ServiceError(
    "ConflictException",
    `ChangeSet [${changeSetArn(scope, set)}] cannot be executed in its current execution status of [${execution}]`,
  );
}

/** What was reviewed holds for the stack as it was then: a stack that has changed since would become something else. */
function executionOf({ settings: { execution, stackVersion } }: ChangeSetRow, row: StackRow): ChangeSet["executionStatus"] {
  return execution === "AVAILABLE" && stackVersion !== row.version ? "OBSOLETE" : execution;
}

async function endExecution(source: Source, { id, stackId, settings }: ChangeSetRow, isDone: boolean): Promise<void> {
  if (isDone) await source.changeSet.deleteMany({ where: { stackId, id: { not: id } } });
  const ended: ChangeSetSettings = { ...settings, execution: isDone ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED" };
  await source.changeSet.updateMany({ where: { id }, data: { settings: ended } });
}

export async function deleteChangeSet(scope: Scope, key: Key): Promise<void> {
  await write(scope, { action: "stack:delete-change-set", summary: `Delete change set ${key.changeSetName}` }, async ({ source }) => {
    const { set } = await getRows(source, scope, key);
    await source.changeSet.deleteMany({ where: { id: set.id } });
  });
}

function openInput(scope: Scope, row: StackRow, { settings }: ChangeSetRow): Omit<StackInput, "stackName"> {
  // Written by `judge` from an input of this type.
  return JSON.parse(openText(scope, row.id, { what: "change-set", sealed: settings.input }));
}

/** The template that a change set would apply. */
export async function getChangeSetTemplate(scope: Scope, key: Key): Promise<string> {
  demand(scope, "reveal", "stack:get-template");
  const { set, row } = await read(scope, (source) => getRows(source, scope, key));
  return draftOf(scope, row, { stackName: row.name, ...openInput(scope, row, set) }).templateBody;
}

const arnPattern = /^arn:[^:]+:cloudformation:[^:]*:[^:]*:changeSet\/([^/]+)\/([^/]+)$/;

function changeSetArn({ workspace: { region, accountId } }: Scope, { id, name }: { id: string; name: string }): string {
  return `arn:aws:cloudformation:${region}:${accountId}:changeSet/${name}/${id}`;
}

async function getRows(source: Source, scope: Scope, { changeSetName, stackName }: Key): Promise<{ set: ChangeSetRow; row: StackRow }> {
  const unknown = () => notFound(`ChangeSet [${changeSetName}] does not exist`);
  const [, , id] = arnPattern.exec(changeSetName) ?? [];
  if (id !== undefined) {
    const set = await source.changeSet.findUnique({ where: { id } });
    const row = set === null ? null : await table(source, "Stack").findUnique({ where: { id: set.stackId } });
    if (set === null || row?.workspaceId !== scope.workspace.id) throw unknown();
    return { set: typed(set), row };
  }
  if (stackName === undefined)
    throw new ServiceError("ValidationException", "StackName must be specified if ChangeSetName is not specified as an ARN.");
  const row = await findStackRow(source, scope, stackName);
  if (row === undefined) throw unknownStack(stackName);
  const set = await source.changeSet.findFirst({ where: { stackId: row.id, name: changeSetName } });
  if (set === null) throw unknown();
  return { set: typed(set), row };
}

/** Only `createChangeSet` writes these settings. */
function typed(set: Omit<ChangeSetRow, "settings"> & { settings: unknown }): ChangeSetRow {
  return { ...set, settings: set.settings as ChangeSetSettings };
}

function changeSetOf(scope: Scope, set: ChangeSetRow, row: StackRow): ChangeSet {
  const { reason, changes, parameters, tags, description } = set.settings;
  return {
    changeSetId: changeSetArn(scope, set),
    changeSetName: set.name,
    stackId: stackArn(scope, row),
    stackName: row.name,
    status: set.status === "FAILED" ? "FAILED" : "CREATE_COMPLETE",
    ...(reason === undefined ? {} : { statusReason: reason }),
    executionStatus: executionOf(set, row),
    creationTime: set.createdAt,
    ...(description === undefined ? {} : { description }),
    tags,
    parameters,
    changes,
  };
}

function shownParameters({ plan }: StackDraft): ShownParameter[] {
  return plan.parameters.map(({ key, value }) => ({ key, value: plan.secretParameters.has(key) ? "****" : value }));
}

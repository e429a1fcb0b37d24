import { newUuid } from "../../base/ids.ts";
import { ServiceError } from "../../base/service-error.ts";
import type { StackParameter } from "../../cloudformation/parameters.ts";
import { planTemplate, type StackPlan } from "../../cloudformation/plan-stack.ts";
import { readTemplate } from "../../cloudformation/read-template.ts";
import { conflict } from "../errors.ts";
import type { WriteTx } from "../journal.ts";
import { type Source, type StackResource, type StackSettings, table } from "../rows.ts";
import { demand, type Scope } from "../scope.ts";
import type { Tags } from "../tags.ts";
import { read, write, writeTogether } from "../write.ts";
import { applyStack, removeResources, type StackEventDraft, StackFailure } from "./apply-stack.ts";
import { exportInUse } from "./exports-in-use.ts";
import { digestOf } from "./hide-secrets.ts";
import { demandSameTypes, type Preview, previewStack } from "./preview-stack.ts";
import type { StackTools } from "./resource-handler.ts";
import {
  checkStackName,
  demandRoomForStack,
  emptyStack,
  findStackRow,
  getStackRow,
  identityOf,
  inReview,
  loadExports,
  openText,
  type StackRow,
  sealText,
  setStatus,
  stackArn,
  storeEvents,
  unknownStack,
} from "./stack-rows.ts";

/** A parameter as callers give it: with a value, or with the one that the stack has. */
export type GivenParameter = { key: string; value?: string | undefined; usePreviousValue?: boolean | undefined };

export type StackInput = {
  stackName: string;
  /** Absent where the stack's own template stays. */
  templateBody?: string | undefined;
  parameters?: readonly GivenParameter[] | undefined;
  tags?: Tags | undefined;
  capabilities?: readonly string[] | undefined;
  /** Of a new stack: whether it is kept from being deleted. */
  enableTerminationProtection?: boolean | undefined;
};

/** Everything that an operation on a stack needs to know of its template. */
export type StackDraft = { templateBody: string; plan: StackPlan; tags: Tags; capabilities: readonly string[] };

export type StackResult = { stackId: string };

/** Makes a stack of a template. What cannot be made takes everything back, and the stack says so: it stays, empty, until it is deleted. */
export async function createStack(scope: Scope, tools: StackTools, input: StackInput): Promise<StackResult> {
  demand(scope, "write", "stack:create");
  const name = checkStackName(input.stackName);
  const known = await read(scope, (source) => findStackRow(source, scope, name));
  if (known !== undefined && known.status !== inReview) throw conflict(`Stack [${name}] already exists`);
  const found = known ?? newStackRow(scope, name);
  const row = input.enableTerminationProtection === true ? { ...found, settings: protectedSettings(found.settings, true) } : found;
  const draft = draftOf(scope, row, input);
  return runStack(scope, tools, { row, draft, verb: "CREATE", isNew: known === undefined });
}

/** A row that is not stored yet. */
export function newStackRow(scope: Scope, name: string): StackRow {
  const [createdAt, id] = [scope.clock(), newUuid(scope.random)];
  const facts = { status: inReview, statusText: null, updatedAt: null, version: 0 };
  return { id, workspaceId: scope.workspace.id, name, settings: emptyStack, createdAt, ...facts };
}

function protectedSettings({ isProtected: _, ...settings }: StackSettings, isProtected: boolean): StackSettings {
  return { ...settings, ...(isProtected ? { isProtected } : {}) };
}

/** Keeps a stack from being deleted, or no longer. */
export async function updateTerminationProtection(
  scope: Scope,
  { stackName, enableTerminationProtection }: { stackName: string; enableTerminationProtection: boolean },
): Promise<StackResult> {
  const summary = `${enableTerminationProtection ? "Protect" : "No longer protect"} stack ${stackName.slice(0, summaryNameMax)} from being deleted`;
  return write(scope, { action: "stack:update-termination-protection", summary }, async (tx) => {
    const row = await getStackRow(tx.source, scope, stackName);
    await tx.update("Stack", row, { settings: protectedSettings(row.settings, enableTerminationProtection) });
    return { stackId: stackArn(scope, row) };
  });
}

const summaryNameMax = 256;

/** Makes a stack what a template says; an equal one is refused in the service's words. */
export async function updateStack(scope: Scope, tools: StackTools, input: StackInput): Promise<StackResult> {
  demand(scope, "write", "stack:update");
  const row = await read(scope, (source) => getStackRow(source, scope, input.stackName));
  demandUpdatable(scope, row);
  const draft = draftOf(scope, row, input);
  demandSameTypes(row.settings.resources, draft.plan);
  if (await isSame(scope, row, draft)) throw new ServiceError("ValidationException", noUpdates);
  return runStack(scope, tools, { row, draft, verb: "UPDATE", isNew: false });
}

/** Whether nothing would change. What cannot even be looked at is left to the update, which tells of it in the stack's events. */
async function isSame(scope: Scope, row: StackRow, draft: StackDraft): Promise<boolean> {
  try {
    return (await read(scope, (source) => previewDraft(source, scope, row, draft))).isSame;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

/** What applying a template to a stack would do; nothing is written. */
export function previewOf(source: Source, scope: Scope, row: StackRow, input: StackInput): Promise<Preview> {
  return previewDraft(source, scope, row, draftOf(scope, row, input));
}

export async function previewDraft(source: Source, scope: Scope, row: StackRow, draft: StackDraft): Promise<Preview> {
  const { plan, tags } = draft;
  const exports = await loadExports(source, scope, row.id);
  const values = new Map([...exports].map(([name, { value }]) => [name, value]));
  const preview = previewStack(row.settings, { stackName: row.name, plan, tags, digest: digestOf(scope), exports: values });
  const before = currentParameters(scope, row);
  const isSameParameters =
    before.length === plan.parameters.length &&
    plan.parameters.every(({ key, value }) => before.some((other) => other.key === key && other.value === value));
  return { ...preview, isSame: preview.isSame && isSameParameters && row.settings.template !== "" };
}

export const noUpdates = "No updates are to be performed.";

export function demandUpdatable(scope: Scope, row: StackRow): void {
  if (row.status !== "ROLLBACK_COMPLETE" && row.status !== inReview) return;
  throw new ServiceError("ValidationException", `Stack:${stackArn(scope, row)} is in ${row.status} state and can not be updated.`);
}

/** The template of a stack; empty while only a change set waits. */
export function currentTemplate(scope: Scope, { id, settings }: StackRow): string {
  return settings.template === "" ? "" : openText(scope, id, { what: "template", sealed: settings.template });
}

export function currentParameters(scope: Scope, { id, settings }: StackRow): StackParameter[] {
  return settings.parameters.map(({ key, value, isSealed }) => ({
    key,
    value: isSealed === true ? openText(scope, id, { what: key, sealed: value }) : value,
  }));
}

export function draftOf(scope: Scope, row: StackRow, input: StackInput): StackDraft {
  const templateBody = input.templateBody ?? currentTemplate(scope, row);
  if (templateBody === "") throw new ServiceError("ValidationException", "Either Template URL or Template Body must be specified.");
  const template = readTemplate(templateBody);
  const before = new Map(currentParameters(scope, row).map(({ key, value }) => [key, value]));
  const given = (input.parameters ?? []).map(({ key, value, usePreviousValue = false }) => {
    const chosen = usePreviousValue ? before.get(key) : value;
    if (chosen === undefined)
      throw new ServiceError(
        "ValidationException",
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    return { key, value: chosen };
  });
  const plan = planTemplate(template, given, identityOf(scope, row));
  return { templateBody, plan, tags: input.tags ?? row.settings.tags, capabilities: input.capabilities ?? [] };
}

/** What is executed with a stack's change: its state is part of the same transaction. */
type Execution = { demandAvailable(source: Source): Promise<void>; end(source: Source, isDone: boolean): Promise<void> };

type Run = { row: StackRow; draft: StackDraft; verb: "CREATE" | "UPDATE"; isNew: boolean; execution?: Execution };

/** Carries out a draft in one change; a failure leaves everything as it was and is told by the stack's events. */
export async function runStack(scope: Scope, tools: StackTools, run: Run): Promise<StackResult> {
  const { row, verb, execution } = run;
  const stackId = stackArn(scope, row);
  const own = { logicalId: row.name, physicalId: stackId, type: stackType };
  const events: StackEventDraft[] = [{ ...own, status: `${verb}_IN_PROGRESS`, reason: "User Initiated" }];
  const summary = `${verb === "CREATE" ? "Create" : "Update"} stack ${row.name}`;
  try {
    await writeTogether(scope, { action: `stack:${verb.toLowerCase()}`, summary }, async (within, tx) => {
      await execution?.demandAvailable(tx.source);
      await demandUnchanged(tx.source, scope, run);
      const settings = await apply(within, tools, run, events);
      events.push({ ...own, status: `${verb}_COMPLETE` });
      await storeRow(tx, run, settings);
      await storeEvents(scope, tx.source, row.id, events);
      await execution?.end(tx.source, true);
    });
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    await tellFailure(scope, run, [...events, ...rollbackEvents(own, verb, error)]);
  }
  return { stackId };
}

/** The draft is for the stack that was read before the change had its turn: another operation may have ended since. */
async function demandUnchanged(source: Source, scope: Scope, { row, isNew }: Run): Promise<void> {
  const current = await findStackRow(source, scope, isNew ? row.name : stackArn(scope, row));
  if (isNew) {
    if (current !== undefined) throw conflict(`Stack [${row.name}] already exists`);
    await demandRoomForStack(source, scope);
    return;
  }
  if (current === undefined) throw unknownStack(row.name);
  if (current.version === row.version && current.status === row.status) return;
  const state = inProgress(current.status);
  throw new ServiceError("ValidationException", `Stack:${stackArn(scope, row)} is in ${state} state and can not be updated.`);
}

/** The state in which a stack was while the operation ran that left it so. */
function inProgress(status: string): string {
  if (status === "CREATE_COMPLETE" || status === "ROLLBACK_COMPLETE") return "CREATE_IN_PROGRESS";
  return status === "DELETE_FAILED" ? "DELETE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
}

export const stackType = "AWS::CloudFormation::Stack";

async function apply(scope: Scope, tools: StackTools, { row, draft }: Run, events: StackEventDraft[]): Promise<StackSettings> {
  const { plan, tags, capabilities } = draft;
  const exports = await read(scope, (source) => loadExports(source, scope, row.id));
  const { resources, outputs, imports } = await applyStack({
    ...{ scope, tools, stackName: row.name, plan, tags, events },
    before: row.settings.resources,
    exports: new Map([...exports].map(([name, { value }]) => [name, value])),
  });
  for (const { exportName = "" } of outputs) {
    const other = exports.get(exportName);
    if (other !== undefined)
      throw new StackFailure(row.name, `Export with name ${exportName} is already exported by stack ${other.stack}.`, undefined);
  }
  const fault = await read(scope, (source) => exportInUse(source, scope, row, outputs));
  if (fault !== undefined) throw new StackFailure(row.name, fault, undefined);
  return {
    template: sealText(scope, row.id, { what: "template", text: draft.templateBody }),
    ...(plan.description === undefined ? {} : { description: plan.description }),
    parameters: plan.parameters.map(({ key, value }) =>
      plan.secretParameters.has(key) ? { key, value: sealText(scope, row.id, { what: key, text: value }), isSealed: true } : { key, value },
    ),
    tags,
    capabilities: [...capabilities],
    outputs,
    imports,
    resources,
    ...(row.settings.isProtected && { isProtected: true }),
  };
}

async function storeRow(tx: WriteTx, { row, verb, isNew }: Run, settings: StackSettings): Promise<void> {
  const status = { status: `${verb}_COMPLETE`, statusText: null };
  if (isNew) {
    await tx.insert("Stack", { ...row, ...status, settings });
    return;
  }
  await tx.update("Stack", row, { settings });
  await setStatus(tx.source, row.id, { ...status, ...(verb === "UPDATE" ? { updatedAt: tx.at } : {}) });
}

function rollbackEvents(own: Omit<StackEventDraft, "status">, verb: Run["verb"], { message }: StackFailure): StackEventDraft[] {
  const prefix = verb === "CREATE" ? "" : "UPDATE_";
  return [
    { ...own, status: `${prefix}ROLLBACK_IN_PROGRESS`, reason: message },
    { ...own, status: `${prefix}ROLLBACK_COMPLETE` },
  ];
}

/** What a failed operation leaves: a status, its reason and the events. */
async function tellFailure(scope: Scope, { row, verb, isNew, execution }: Run, events: readonly StackEventDraft[]): Promise<void> {
  const status = verb === "CREATE" ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE";
  const statusText =
    events.find(({ reason, status: each }) => reason !== undefined && each.endsWith("ROLLBACK_IN_PROGRESS"))?.reason ?? null;
  await write(scope, { action: "stack:fail", summary: `Stack ${row.name} could not be changed` }, async ({ source, at }) => {
    if (isNew) {
      await table(source, "Stack").create({ data: { ...row, status, statusText } });
      await storeEvents(scope, source, row.id, events);
    } else await storeFailure(scope, source, { row, status: { status, statusText, updatedAt: at }, events });
    await execution?.end(source, false);
  });
}

type Failure = { row: StackRow; status: Parameters<typeof setStatus>[2]; events: readonly StackEventDraft[] };

/** The failed change is gone already: what another one made of the stack since then keeps its status, and a removed stack has no events. */
async function storeFailure(scope: Scope, source: Source, { row, status, events }: Failure): Promise<void> {
  const current = await findStackRow(source, scope, stackArn(scope, row));
  if (current === undefined) return;
  if (current.version === row.version) await setStatus(source, row.id, status);
  await storeEvents(scope, source, row.id, events);
}

/** The template of a stack as it was given. */
export async function getStackTemplate(scope: Scope, { stackName }: { stackName: string }): Promise<string> {
  demand(scope, "reveal", "stack:get-template");
  const row = await read(scope, (source) => getStackRow(source, scope, stackName));
  return currentTemplate(scope, row);
}

/** Removes a stack with everything that it made but what shall be retained; one that is not there is removed already. */
export async function deleteStack(
  scope: Scope,
  tools: StackTools,
  { stackName, retainResources = [] }: { stackName: string; retainResources?: readonly string[] | undefined },
): Promise<void> {
  demand(scope, "write", "stack:delete");
  const known = await read(scope, (source) => findStackRow(source, scope, stackName));
  if (known === undefined) return;
  let row = known;
  const own = { logicalId: row.name, physicalId: stackArn(scope, row), type: stackType };
  const events: StackEventDraft[] = [{ ...own, status: "DELETE_IN_PROGRESS", reason: "User Initiated" }];
  try {
    await writeTogether(scope, { action: "stack:delete", summary: `Delete stack ${row.name}` }, async (within, tx) => {
      const current = await findStackRow(tx.source, scope, stackArn(scope, known));
      if (current === undefined) return;
      row = current;
      if (row.settings.isProtected)
        throw new ServiceError("ValidationException", `Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
      const fault = await exportInUse(tx.source, scope, row, []);
      if (fault !== undefined) throw new ServiceError("ValidationException", `Delete canceled. ${fault}`);
      await removeResources({ scope: within, tools, events }, retaining(row, retainResources));
      await tx.remove("Stack", { id: row.id });
    });
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    const { message: statusText } = error;
    await write(scope, { action: "stack:fail", summary: `Stack ${row.name} could not be deleted` }, async ({ source, at }) => {
      const failed = [...events, { ...own, status: "DELETE_FAILED", reason: statusText }];
      await storeFailure(scope, source, { row, status: { status: "DELETE_FAILED", statusText, updatedAt: at }, events: failed });
    });
  }
}

function retaining({ settings }: StackRow, retained: readonly string[]): [string, StackResource][] {
  return Object.entries(settings.resources).map(([logicalId, resource]) => [
    logicalId,
    retained.includes(logicalId) ? { ...resource, isKept: true } : resource,
  ]);
}

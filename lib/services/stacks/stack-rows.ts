import { ServiceError } from "../../base/service-error.ts";
import type { StackIdentity } from "../../cloudformation/plan-stack.ts";
import { badRequest } from "../errors.ts";
import { type Rows, type Source, type StackSettings, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import type { StackEventDraft } from "./apply-stack.ts";

export type StackRow = Rows["Stack"];

/** The status of a stack that only a change set waits for. */
export const inReview = "REVIEW_IN_PROGRESS";

export const emptyStack: StackSettings = {
  template: "",
  parameters: [],
  tags: {},
  capabilities: [],
  outputs: [],
  resources: {},
};

/** Commercial regions only: everything here speaks of one partition. */
export const placeOf = ({ workspace: { region, accountId } }: Scope) => ({
  partition: "aws",
  region,
  accountId,
  urlSuffix: "amazonaws.com",
});

export function stackArn({ workspace: { region, accountId } }: Scope, { id, name }: { id: string; name: string }): string {
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${id}`;
}

export function identityOf(scope: Scope, row: { id: string; name: string }): StackIdentity {
  return { stackName: row.name, stackId: stackArn(scope, row), place: placeOf(scope) };
}

export function checkStackName(name: string): string {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw new ServiceError(
    "ValidationException",
    `1 validation error detected: Value '${name.slice(0, 256)}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

/** A stack by its name or its ARN. */
export async function findStackRow(source: Source, scope: Scope, nameOrArn: string): Promise<StackRow | undefined> {
  const [, name = nameOrArn, id] = /^arn:[^:]+:cloudformation:[^:]*:[^:]*:stack\/([^/]+)\/([^/]+)$/.exec(nameOrArn) ?? [];
  const row = await table(source, "Stack").findFirst({ where: { workspaceId: scope.workspace.id, name } });
  return row === null || (id !== undefined && row.id !== id) ? undefined : row;
}

export async function getStackRow(source: Source, scope: Scope, nameOrArn: string): Promise<StackRow> {
  const row = await findStackRow(source, scope, nameOrArn);
  if (row === undefined) throw unknownStack(nameOrArn);
  return row;
}

const stacksMax = 2_000;

/** Refuses one more stack where there are as many as a workspace has at most. */
export async function demandRoomForStack(source: Source, { workspace }: Scope): Promise<void> {
  if ((await source.stack.count({ where: { workspaceId: workspace.id } })) < stacksMax) return;
  throw new ServiceError("LimitExceededException", `A workspace has at most ${stacksMax} stacks.`);
}

export function unknownStack(name: string): ServiceError {
  return new ServiceError("ValidationException", `Stack with id ${name} does not exist`);
}

export async function getStackRows(source: Source, scope: Scope): Promise<StackRow[]> {
  return table(source, "Stack").findMany({ where: { workspaceId: scope.workspace.id }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
}

/** Outputs that stacks of the workspace export, without those of one of them. */
export async function loadExports(source: Source, scope: Scope, except: string): Promise<Map<string, { value: string; stack: string }>> {
  const rows = (await getStackRows(source, scope)).filter(({ id }) => id !== except);
  const exported = rows.flatMap(({ name: stack, settings }) =>
    settings.outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, { value, stack }] as const])),
  );
  return new Map(exported);
}

const sealOwner = (stackId: string, what: string) => `stack:${stackId}:${what}`;

/** Templates may name values of API keys, so they are kept sealed. */
export function sealText(scope: Scope, stackId: string, { what, text }: { what: string; text: string }): string {
  return scope.apiKeys.seal(text, sealOwner(stackId, what));
}

export function openText(scope: Scope, stackId: string, { what, sealed }: { what: string; sealed: string }): string {
  const text = scope.apiKeys.open(sealed, sealOwner(stackId, what));
  if (text === undefined)
    throw badRequest("The stored text cannot be opened: the installation's secret is another one than when it was stored.");
  return text;
}

const eventsKept = 2_000;

/** Adds events, oldest first; the oldest ones of long histories go. */
export async function storeEvents(scope: Scope, source: Source, stackId: string, drafts: readonly StackEventDraft[]): Promise<void> {
  const nowMs = scope.clock().getTime();
  const rows = drafts.map(({ physicalId = null, reason = null, ...event }, position) => ({
    ...event,
    id: `${stackId}/${nowMs}/${position}/${scope.requestId}`,
    stackId,
    // Tools put events in the order of their times, so that those of one change are a millisecond apart.
    at: new Date(nowMs - drafts.length + position),
    position,
    physicalId,
    reason,
  }));
  await source.stackEvent.createMany({ data: rows });
  const [oldest] = await source.stackEvent.findMany({ where: { stackId }, orderBy: [{ at: "desc" }], skip: eventsKept, take: 1 });
  if (oldest !== undefined) await source.stackEvent.deleteMany({ where: { stackId, at: { lte: oldest.at } } });
}

/** The status of a stack that nothing else of changed; it is no part of a revision. */
export async function setStatus(
  source: Source,
  id: string,
  status: { status: string; statusText: string | null; updatedAt?: Date },
): Promise<void> {
  await source.stack.update({ where: { id }, data: status });
}

import type { Source, StackOutput, StackResource } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getStackRow, getStackRows, type StackRow, stackArn } from "./stack-rows.ts";

/** A stack as callers see it; parameters that are not echoed are stars. */
export type StackDescription = {
  stackId: string;
  stackName: string;
  description?: string;
  parameters: { key: string; value: string }[];
  status: string;
  statusReason?: string;
  creationTime: Date;
  lastUpdatedTime?: Date;
  outputs: StackOutput[];
  tags: Record<string, string>;
  capabilities: string[];
  /** Types outside API Gateway, of which nothing was made. */
  skippedTypes: string[];
  enableTerminationProtection: boolean;
};

export async function describeStack(scope: Scope, { stackName }: { stackName: string }): Promise<StackDescription> {
  return read(scope, async (source) => descriptionOf(scope, await getStackRow(source, scope, stackName)));
}

/** The stacks of the workspace, newest first. */
export async function listStacks(scope: Scope): Promise<StackDescription[]> {
  return read(scope, async (source) => (await getStackRows(source, scope)).map((row) => descriptionOf(scope, row)));
}

function descriptionOf(scope: Scope, row: StackRow): StackDescription {
  const { description, parameters, outputs, tags, capabilities, resources } = row.settings;
  const skipped = Object.values(resources).filter(({ isImported }) => !isImported);
  return {
    stackId: stackArn(scope, row),
    stackName: row.name,
    ...(description === undefined ? {} : { description }),
    parameters: parameters.map(({ key, value, isSealed }) => ({ key, value: isSealed === true ? "****" : value })),
    status: row.status,
    ...(row.statusText === null ? {} : { statusReason: row.statusText }),
    creationTime: row.createdAt,
    ...(row.updatedAt === null ? {} : { lastUpdatedTime: row.updatedAt }),
    outputs,
    tags,
    capabilities,
    skippedTypes: [...new Set(skipped.map(({ type }) => type))].sort(),
    enableTerminationProtection: row.settings.isProtected === true,
  };
}

export type StackResourceDescription = StackResource & { logicalId: string };

/** The resources of a stack, in the order in which they were made. */
export async function listStackResources(
  scope: Scope,
  { stackName }: { stackName: string },
): Promise<{ stackId: string; stackName: string; resources: StackResourceDescription[] }> {
  return read(scope, async (source) => {
    const row = await getStackRow(source, scope, stackName);
    const resources = Object.entries(row.settings.resources)
      .map(([logicalId, resource]) => ({ ...resource, logicalId }))
      .sort((a, b) => a.position - b.position);
    return { stackId: stackArn(scope, row), stackName: row.name, resources };
  });
}

export type StackEvent = {
  eventId: string;
  at: Date;
  logicalId: string;
  physicalId: string;
  type: string;
  status: string;
  reason?: string;
};

const eventsPerPage = 100;

/** What happened to a stack, newest first. */
export async function listStackEvents(
  scope: Scope,
  { stackName, nextToken }: { stackName: string; nextToken?: string | undefined },
): Promise<{ stackId: string; stackName: string; events: StackEvent[]; nextToken?: string }> {
  return read(scope, async (source) => {
    const row = await getStackRow(source, scope, stackName);
    const skip = nextToken === undefined ? 0 : Number(/^\d{1,9}$/.exec(nextToken)?.[0] ?? 0);
    const found = await loadEvents(source, row.id, skip);
    const events = found.slice(0, eventsPerPage).map(({ id, stackId: _, position: __, physicalId, reason, ...event }) => ({
      ...event,
      eventId: id,
      physicalId: physicalId ?? "",
      ...(reason === null ? {} : { reason }),
    }));
    const next = found.length > eventsPerPage ? { nextToken: String(skip + eventsPerPage) } : {};
    return { stackId: stackArn(scope, row), stackName: row.name, events, ...next };
  });
}

function loadEvents(source: Source, stackId: string, skip: number) {
  const orderBy = [{ at: "desc" as const }, { position: "desc" as const }];
  return source.stackEvent.findMany({ where: { stackId }, orderBy, skip, take: eventsPerPage + 1 });
}

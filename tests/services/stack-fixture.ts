import { makeSealer } from "@/lib/auth/seal.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { listStackEvents, listStackResources } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack, type StackInput, updateStack } from "@/lib/services/stacks/stacks.ts";

export const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };
export const stackName = "shop";

export const create = (at: Scope, templateBody: string, more: Partial<StackInput> = {}) =>
  createStack(at, tools, { stackName, templateBody, ...more });
export const update = (at: Scope, templateBody: string, more: Partial<StackInput> = {}) =>
  updateStack(at, tools, { stackName, templateBody, ...more });

/** Physical ids by logical ones. */
export async function idsOf(at: Scope): Promise<Record<string, string>> {
  const { resources } = await listStackResources(at, { stackName });
  return Object.fromEntries(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
}

/** Events of a status, as `Logical STATUS`. */
export async function eventsOf(at: Scope, status: RegExp): Promise<string[]> {
  const { events } = await listStackEvents(at, { stackName });
  return events.filter((event) => status.test(event.status)).map((event) => `${event.logicalId} ${event.status}`);
}

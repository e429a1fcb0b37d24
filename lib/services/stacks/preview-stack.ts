import { canonicalJson } from "../../base/canonical-json.ts";
import { ServiceError } from "../../base/service-error.ts";
import { type PlannedResource, resolveOutput, type StackPlan } from "../../cloudformation/plan-stack.ts";
import { isImported, resourceType } from "../../cloudformation/resource-types.ts";
import type { StackResource, StackSettings } from "../rows.ts";
import type { Tags } from "../tags.ts";
import { type Digest, storedProperties } from "./hide-secrets.ts";
import { changedProperties, decide, environmentFor, foreignResource, propertiesOf, sharedFacts } from "./stack-resources.ts";

/** What applying a template would do to a resource. */
export type StackChange = {
  action: "Add" | "Modify" | "Remove";
  logicalId: string;
  type: string;
  physicalId?: string;
  /** Whether a changed resource becomes a new one. */
  replacement?: boolean;
  properties?: string[];
};

export type Preview = { changes: StackChange[]; skipped: { logicalId: string; type: string }[]; isSame: boolean };

type Wanted = { stackName: string; plan: StackPlan; tags: Tags; digest: Digest; exports: ReadonlyMap<string, string> };

/** What a plan would change; ids that nobody knows before are their logical ids in braces. Nothing is written. */
export function previewStack(settings: StackSettings, { stackName, plan, tags, digest, exports }: Wanted): Preview {
  const before = settings.resources;
  demandSameTypes(before, plan);
  const known = new Map<string, StackResource>();
  const env = environmentFor(plan, known, exports);
  const changes: StackChange[] = [];
  const { place } = plan.known;
  for (const planned of plan.resources) {
    const { logicalId, type } = planned;
    const earlier = Object.hasOwn(before, logicalId) ? before[logicalId] : undefined;
    if (!isImported(type)) {
      known.set(logicalId, foreignResource(planned, env, { place, at: "", before: earlier, makeName: () => `${stackName}-${logicalId}` }));
      continue;
    }
    const stored = storedProperties(planned, propertiesOf(planned, env, tags), { env, secretParameters: plan.secretParameters, digest });
    const decision = decide(earlier, type, stored);
    if (decision === "keep" || decision === "update") known.set(logicalId, earlier ?? unknown(planned));
    else known.set(logicalId, unknown(planned));
    if (decision === "create" || earlier === undefined) changes.push({ action: "Add", logicalId, type });
    else if (decision !== "keep") {
      const facts = { logicalId, type, physicalId: earlier.physicalId, replacement: decision === "replace" };
      changes.push({ action: "Modify", ...facts, properties: changedProperties(earlier, stored) });
    }
  }
  for (const [logicalId, { type, physicalId, isImported: isOurs }] of Object.entries(before)) {
    if (!known.has(logicalId) && isOurs) changes.push({ action: "Remove", logicalId, type, physicalId });
  }
  const outputs = plan.outputs.map((output) => ({ key: output.key, ...resolveOutput(output, env) }));
  const skipped = plan.resources.filter((planned) => !planned.isImported).map(({ logicalId, type }) => ({ logicalId, type }));
  const isSame =
    changes.length === 0 &&
    canonicalJson(tags) === canonicalJson(settings.tags) &&
    sameOutputs(settings, outputs) &&
    sameIds(before, known);
  return { changes, skipped, isSame };
}

/** A logical id stands for one kind of thing: what was made and what takes its place would be there at once. */
export function demandSameTypes(before: StackSettings["resources"], plan: StackPlan): void {
  const changed = plan.resources.filter(({ logicalId, type }) => Object.hasOwn(before, logicalId) && before[logicalId]?.type !== type);
  if (changed.length === 0) return;
  const list = changed.map(({ logicalId }) => logicalId).join(", ");
  throw new ServiceError(
    "ValidationException",
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${list}]`,
  );
}

/** A resource that is not there yet. */
function unknown(planned: PlannedResource): StackResource {
  const { logicalId, type } = planned;
  const names = isImported(type) ? (resourceType(type).attributes ?? []) : [];
  const attributes = Object.fromEntries(names.map((name) => [name, `{${logicalId}.${name}}`]));
  return { ...sharedFacts(planned), physicalId: `{${logicalId}}`, attributes, properties: {}, at: "", position: 0 };
}

function sameOutputs(settings: StackSettings, outputs: readonly { key: string; value: string; exportName?: string }[]): boolean {
  const plain = settings.outputs.map(({ description: _, ...output }) => output);
  return canonicalJson(plain) === canonicalJson(outputs);
}

function sameIds(before: StackSettings["resources"], known: ReadonlyMap<string, unknown>): boolean {
  return Object.keys(before).sort().join() === [...known.keys()].sort().join();
}

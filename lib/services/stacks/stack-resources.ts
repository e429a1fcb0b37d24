import { canonicalJson } from "../../base/canonical-json.ts";
import type { StackPlace } from "../../cloudformation/foreign-resources.ts";
import { foreignAttribute, foreignRef } from "../../cloudformation/foreign-resources.ts";
import type { Environment } from "../../cloudformation/intrinsics.ts";
import { isNode, templateError } from "../../cloudformation/node.ts";
import { environmentOf, type PlannedResource, resolveProperties, type StackPlan } from "../../cloudformation/plan-stack.ts";
import { type Properties, readProperties } from "../../cloudformation/read-properties.ts";
import { isImported, resourceType } from "../../cloudformation/resource-types.ts";
import type { StackResource } from "../rows.ts";
import type { Tags } from "../tags.ts";
import { readTags } from "./resource-handler.ts";
import { resourceHandlers } from "./resource-handlers.ts";

/** The resources of a stack as functions see them. */
export function environmentFor(
  plan: StackPlan,
  resources: ReadonlyMap<string, StackResource>,
  exports: ReadonlyMap<string, string>,
): Environment {
  const { place } = plan.known;
  return environmentOf(plan.known, {
    resource: (logicalId) => resources.get(logicalId)?.physicalId,
    attribute: (logicalId, name) => attributeOf(logicalId, resources.get(logicalId), { name, place }),
    importValue: (name) => exports.get(name),
  });
}

function attributeOf(
  logicalId: string,
  resource: StackResource | undefined,
  { name, place }: { name: string; place: StackPlace },
): unknown {
  if (resource === undefined) return undefined;
  const known = Object.hasOwn(resource.attributes, name) ? resource.attributes[name] : undefined;
  if (known !== undefined) return known;
  if (resource.isImported)
    throw templateError(`Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`);
  const { type, properties, physicalId } = resource;
  return foreignAttribute({ type, logicalId, properties, name: nameOf(properties, physicalId) }, name, place);
}

/** The name that a foreign resource was given when it was first seen. */
function nameOf(properties: Properties, fallback: string): string {
  return typeof properties[nameKey] === "string" ? properties[nameKey] : fallback;
}

const nameKey = "(name)";

/** What ids and ARNs of other services are made of; nothing else of them is looked at. */
const namingProperties = /^(?:.*Name|Path|Type)$/;

/** A resource of another service, which is listed and not made. */
export function foreignResource(
  planned: PlannedResource,
  env: Environment,
  options: { place: StackPlace; at: string; before: StackResource | undefined; makeName: () => string },
): StackResource {
  const { place, at, before } = options;
  const naming = Object.fromEntries(Object.entries(planned.properties).filter(([name]) => namingProperties.test(name)));
  const resolved = resolveProperties({ ...planned, properties: naming }, env);
  const isSame = before !== undefined && before.type === planned.type;
  const name = isSame ? nameOf(before.properties, before.physicalId) : options.makeName();
  const properties = { ...resolved, [nameKey]: name };
  const { type, logicalId } = planned;
  return {
    ...sharedFacts(planned),
    at: isSame ? before.at : at,
    position: 0,
    physicalId: foreignRef({ type, logicalId, properties: resolved, name }, place),
    attributes: {},
    properties,
  };
}

export function sharedFacts({ type, needs, isImported: isOurs, isKept }: PlannedResource) {
  return { type, needs, isImported: isOurs, isKept };
}

/** The properties of a resource with the types of its table, and with the tags of the stack. */
export function propertiesOf(planned: PlannedResource, env: Environment, stackTags: Tags): Properties {
  const { type, logicalId } = planned;
  if (!isImported(type)) return {};
  const table = resourceType(type);
  const properties = readProperties(logicalId, table, resolveProperties(planned, env));
  if (Object.keys(stackTags).length === 0 || table.properties.Tags === undefined) return properties;
  const tags = { ...stackTags, ...readTags(properties.Tags) };
  const isMap = isNode(table.properties.Tags) && "map" in table.properties.Tags;
  return { ...properties, Tags: isMap ? tags : Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

export type Decision = "create" | "keep" | "update" | "replace";

/** What has to happen to a resource; properties are compared as they are stored. */
export function decide(before: StackResource | undefined, type: string, stored: Properties): Decision {
  if (before === undefined || before.type !== type || !isImported(type)) return before === undefined ? "create" : "replace";
  const isChanged = (name: string) => canonicalJson({ value: before.properties[name] }) !== canonicalJson({ value: stored[name] });
  const changed = changedProperties(before, stored);
  if (changed.length === 0) return "keep";
  const { createOnly = [] } = resourceType(type);
  return createOnly.some(isChanged) || !("update" in resourceHandlers[type]) ? "replace" : "update";
}

/** Names of properties that differ. */
export function changedProperties(before: StackResource, stored: Properties): string[] {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(stored)]);
  return [...names].filter((name) => canonicalJson({ value: before.properties[name] }) !== canonicalJson({ value: stored[name] }));
}

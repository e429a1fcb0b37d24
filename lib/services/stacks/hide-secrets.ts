import { canonicalJson } from "../../base/canonical-json.ts";
import { referencesIn } from "../../cloudformation/dependencies.ts";
import { callIn, type Environment } from "../../cloudformation/intrinsics.ts";
import { isNode, type Node } from "../../cloudformation/node.ts";
import type { PlannedResource } from "../../cloudformation/plan-stack.ts";
import type { Properties } from "../../cloudformation/read-properties.ts";
import { isImported, resourceType } from "../../cloudformation/resource-types.ts";
import type { Scope } from "../scope.ts";

/** What stands in the place of a secret: equal for equal ones, and of no use without the installation's key. */
export type Digest = (secret: string) => string;

export function digestOf({ apiKeys, workspace: { accountId, region } }: Scope): Digest {
  return (secret) => `digest:${apiKeys.hash({ accountId, region, value: `property of a stack: ${secret}` })}`;
}

export type Hiding = { env: Environment; secretParameters: ReadonlySet<string>; digest: Digest };

/**
 * Properties as they are stored: digests in place of values of API keys and of whatever parameters that are not echoed went into. What tells
 * a resource from others stays, because removing it needs that: names are no secrets, they are part of physical ids.
 */
export function storedProperties(planned: PlannedResource, properties: Properties, { env, secretParameters, digest }: Hiding): Properties {
  const { type } = planned;
  const isSecret = (template: unknown) => [...referencesIn(template)].some((name) => secretParameters.has(name));

  const hide = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide);
    if (isNode(value)) return mapMembers(value, (_, member) => hide(member));
    return digest(typeof value === "string" ? value : canonicalJson({ value }));
  };
  const walk = (template: unknown, value: unknown): unknown => {
    if (!isSecret(template)) return value;
    if (Array.isArray(template) && Array.isArray(value) && template.length === value.length)
      return value.map((item, index) => walk(template[index], item));
    if (!isNode(template)) return hide(value);
    const call = callIn(template);
    if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
      const [condition, yes, no] = call.argument;
      return walk(env.isTrue(String(condition)) ? yes : no, value);
    }
    if (call !== undefined || !isNode(value)) return hide(value);
    return mapMembers(value, (name, member) => walk(template[name], member));
  };

  const isPublic = publicProperties(type);
  return mapMembers(properties, (name, value) => {
    if (type === "AWS::ApiGateway::ApiKey" && name === "Value") return hide(value);
    if (isPublic(name) && typeof value === "string") return value;
    const hidden = walk(planned.properties[name], value);
    return name === "Tags" ? withKeys(hidden, value) : hidden;
  });
}

function publicProperties(type: string): (name: string) => boolean {
  const { createOnly = [] } = isImported(type) ? resourceType(type) : {};
  return (name) => createOnly.includes(name);
}

/** Tags are removed by their keys. */
function withKeys(hidden: unknown, tags: unknown): unknown {
  if (!Array.isArray(hidden) || !Array.isArray(tags)) return hidden;
  return hidden.map((tag: Node, index) => ({ ...tag, Key: tags[index].Key }));
}

function mapMembers(node: Node, run: (name: string, member: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, run(name, member)]));
}

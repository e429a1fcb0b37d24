import type { Node } from "../../cloudformation/node.ts";
import { membersOf, type Properties } from "../../cloudformation/read-properties.ts";
import { type ResourceTypeName, resourceType } from "../../cloudformation/resource-types.ts";
import type { RuntimeCore } from "../runtime-scope.ts";
import type { Scope } from "../scope.ts";
import { type Tags, tagResource, untagResource } from "../tags.ts";

/** What some services need of the process beside the scope. */
export type StackTools = Pick<RuntimeCore, "sealer">;

/** A resource that shall be made. */
export type Making = {
  scope: Scope;
  tools: StackTools;
  type: ResourceTypeName;
  logicalId: string;
  /** A name for what the template gives none. */
  makeName(): string;
  properties: Properties;
};

/** A resource that was made before. */
export type Existing = Making & { physicalId: string; before: Properties };

/** `physicalId` is what `Ref` gives, `attributes` what `Fn::GetAtt` does. */
export type Made = { physicalId: string; attributes?: Readonly<Record<string, string>> };

export type ResourceHandler = {
  create(making: Making): Promise<Made>;
  /** Types without it have nothing that can change. */
  update?(existing: Existing): Promise<Made>;
  remove(existing: Existing): Promise<void>;
};

/** The properties as input of a service. The cast says what their types in the table guarantee; services check the values. */
export function inputOf<Input>({ type, properties }: Making): Input {
  const { tags, ...members } = membersOf(resourceType(type), properties);
  return { ...members, ...(tags === undefined ? {} : { tags: readTags(tags) }) } as Input;
}

/** Tags are lists of pairs in the first API's types and maps in the second's. */
export function readTags(value: unknown): Tags {
  if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value ?? {}).map(([name, text]) => [name, String(text)]));
  return Object.fromEntries(value.map((tag: Node) => [String(tag.Key ?? tag.key), String(tag.Value ?? tag.value ?? "")]));
}

/** Makes the tags of a resource those of its properties; others stay. */
export async function replaceTags({ scope, properties, before }: Existing, resourceArn: string): Promise<void> {
  const [was, shall] = [readTags(before.Tags), readTags(properties.Tags)];
  const tagKeys = Object.keys(was).filter((name) => !Object.hasOwn(shall, name));
  if (tagKeys.length > 0) await untagResource(scope, { resourceArn, tagKeys });
  const tags = Object.fromEntries(Object.entries(shall).filter(([name, value]) => was[name] !== value));
  if (Object.keys(tags).length > 0) await tagResource(scope, { resourceArn, tags });
}

export function textIn(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === "string" ? value : "";
}

/** An object or its text, as text. */
export function jsonText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

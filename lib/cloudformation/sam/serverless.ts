import type { Node } from "../node.ts";
import type { Template } from "../read-template.ts";
import type { Draft } from "./documents.ts";

/** What a transform makes: plain resources by logical id, and names that `Ref` and `Sub` of the template stand for. */
export type Expansion = {
  readonly template: Template;
  readonly resources: Record<string, Draft & { Type: string }>;
  /** `Api.Stage` to the logical id of the stage. */
  readonly referable: Map<string, string>;
  /** Documents of APIs to which events of functions add operations. */
  readonly apis: Map<string, ServerlessApi>;
  /** Values of parameters, since what is deployed depends on them. */
  readonly parameters: string;
};

export type ServerlessApi = {
  kind: "REST" | "HTTP";
  logicalId: string;
  /** Everything of the resource but its properties: conditions and policies. */
  attributes: Node;
  properties: Node;
  document: Draft;
  /** Whether events of functions are written into the document. */
  isManaged: boolean;
  routeSettings: Draft;
};

/** Adds a resource with the condition and policies of what it comes from. */
export function addResource(expansion: Expansion, logicalId: string, resource: { Type: string; Properties: Node; from?: Node }): void {
  const { from = {}, ...made } = resource;
  const shared = ["Condition", "DeletionPolicy", "UpdateReplacePolicy", "DependsOn"].flatMap((name) =>
    from[name] === undefined ? [] : [[name, from[name]] as const],
  );
  expansion.resources[logicalId] = { ...made, ...Object.fromEntries(shared) };
}

/** The text of a stage's name for logical ids; one that is computed has none. */
export function stagePart(stageName: unknown): string {
  return typeof stageName === "string" ? stageName.replace(/[^A-Za-z0-9]/g, "") : "";
}

/** Properties without those that are not given. */
export function given(properties: Node): Node {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

export function tagList(tags: unknown): unknown {
  if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return tags;
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

import { canonicalJson } from "../base/canonical-json.ts";
import type { Model } from "../definition/rest-api.ts";
import { isNode, type Node, nodeIn } from "./read-document.ts";

export type PlannedModels = {
  readonly models: Omit<Model, "id">[];
  /** The name of the model for a schema; a schema without a name becomes a model of its own. */
  nameOf(schema: Node, contentType: string): string;
};

/** The models of a document's schemas; references between them become the addresses that the service uses. */
export function planModels(document: Node, modelsUrl: string): PlannedModels {
  const schemas = { ...nodeIn(document, "definitions"), ...nodeIn(nodeIn(document, "components"), "schemas") };
  const models = new Map<string, Omit<Model, "id">>();
  const add = (name: string, schema: Node, contentType: string) => {
    const { description } = schema;
    const text = JSON.stringify(withAddresses(schema, modelsUrl));
    models.set(name, {
      name,
      ...(typeof description === "string" && description !== "" ? { description } : {}),
      contentType,
      schema: text,
    });
  };
  for (const [name, schema] of Object.entries(schemas)) if (isNode(schema)) add(name, schema, "application/json");
  return {
    get models() {
      return [...models.values()];
    },
    nameOf: (schema, contentType) => {
      const reference = referenceOf(schema);
      if (reference !== undefined) return reference;
      const name = `MODEL${hash(canonicalJson(schema))}`;
      if (!models.has(name)) add(name, schema, contentType);
      return name;
    },
  };
}

const referencePattern = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/;

function referenceOf(schema: Node): string | undefined {
  const [, name] = typeof schema.$ref === "string" ? (referencePattern.exec(schema.$ref) ?? []) : [];
  return name;
}

function withAddresses(value: unknown, modelsUrl: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withAddresses(item, modelsUrl));
  if (!isNode(value)) return value;
  const reference = referenceOf(value);
  if (reference !== undefined) return { $ref: `${modelsUrl}/${reference}` };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withAddresses(member, modelsUrl)]));
}

/** Six characters that differ when texts differ, near enough; FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value.toString(36).slice(-6).padStart(6, "0");
}

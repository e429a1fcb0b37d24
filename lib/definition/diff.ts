import { canonicalJson } from "../base/canonical-json.ts";
import type { HttpVerb, RestApiDefinition } from "./rest-api.ts";

/** One member that differs; `from` or `to` is absent when the member is new or gone. Values are text as a person reads them. */
export type FieldChange = { field: string; from?: string; to?: string };

const entityOrder = [
  "settings",
  "cors",
  "resource",
  "method",
  "route",
  "integration",
  "model",
  "requestValidator",
  "authorizer",
  "gatewayResponse",
] as const;

export type ChangedEntity = (typeof entityOrder)[number];

/** One thing that differs between two definitions of an API. */
export type DefinitionChange = {
  entity: ChangedEntity;
  kind: "added" | "changed" | "removed";
  /** As a person names it: `GET /pets`, `model Pet`. */
  label: string;
  /** Path of the resource, for resources and methods, or of the route of an HTTP API. */
  path?: string;
  verb?: HttpVerb;
  /** Name or id for what has no path. */
  name?: string;
  fields: readonly FieldChange[];
};

/** A thing of a definition, with what is compared of it. */
export type Entry = { entity: ChangedEntity; label: string; value: unknown; path?: string; verb?: HttpVerb; name?: string };

/**
 * What `to` changes against `from`, as a person would list it: by path, then verb, then the rest. The order of members
 * and of lists that the service treats as sets does not count; equal content gives an empty list.
 */
export function diffDefinitions(from: RestApiDefinition, to: RestApiDefinition): DefinitionChange[] {
  return diffEntries(entriesOf(from), entriesOf(to));
}

/** What differs between the things of two definitions, by the keys under which a thing is the same one. */
export function diffEntries(before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  for (const [key, entry] of after) {
    const old = before.get(key);
    if (old === undefined) {
      changes.push(asChange(entry, "added", fieldChanges(undefined, entry.value)));
    } else if (canonicalJson(old.value) !== canonicalJson(entry.value)) {
      changes.push(asChange(entry, "changed", fieldChanges(old.value, entry.value)));
    }
  }
  for (const [key, entry] of before) if (!after.has(key)) changes.push(asChange(entry, "removed", fieldChanges(entry.value, undefined)));
  return changes.sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

function asChange({ value: _value, ...entry }: Entry, kind: DefinitionChange["kind"], fields: FieldChange[]): DefinitionChange {
  return { ...entry, kind, fields };
}

function sortKey(change: DefinitionChange): string {
  const isSetting = change.entity === "settings" || change.entity === "cors";
  const group = change.path === undefined ? (isSetting ? "0" : "2") : "1";
  return `${group}${change.path ?? ""}\u0000${entityOrder.indexOf(change.entity)}${change.verb ?? change.name ?? ""}`;
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function entriesOf(definition: RestApiDefinition): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  entries.set("settings", { entity: "settings", label: "API settings", value: definition.settings });
  for (const { path, resourceMethods, id: _id, parentId: _parentId, ...rest } of definition.resources) {
    entries.set(`resource ${path}`, { entity: "resource", label: path, path, value: rest });
    for (const method of Object.values(resourceMethods)) {
      if (method === undefined) continue;
      const verb = method.httpMethod;
      entries.set(`method ${path} ${verb}`, { entity: "method", label: `${verb} ${path}`, path, verb, value: method });
    }
  }
  for (const { id: _id, ...model } of definition.models) {
    entries.set(`model ${model.name}`, { entity: "model", label: `model ${model.name}`, name: model.name, value: model });
  }
  for (const validator of definition.requestValidators) {
    const name = validator.name ?? validator.id;
    entries.set(`validator ${validator.id}`, { entity: "requestValidator", label: `request validator ${name}`, name, value: validator });
  }
  for (const authorizer of definition.authorizers) {
    entries.set(`authorizer ${authorizer.id}`, {
      entity: "authorizer",
      label: `authorizer ${authorizer.name}`,
      name: authorizer.name,
      value: authorizer,
    });
  }
  for (const response of definition.gatewayResponses) {
    const name = response.responseType;
    entries.set(`gateway response ${name}`, { entity: "gatewayResponse", label: `gateway response ${name}`, name, value: response });
  }
  return entries;
}

const hiddenFields = new Set(["httpMethod", "path", "pathPart", "name"]);

/** The leaves in which two JSON values differ. */
export function fieldChanges(from: unknown, to: unknown): FieldChange[] {
  const before = leavesOf(from);
  const after = leavesOf(to);
  const fields = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  const changes: FieldChange[] = [];
  for (const field of fields) {
    const [a, b] = [before.get(field), after.get(field)];
    if (a === b || ((a === undefined || b === undefined) && hiddenFields.has(field) && (from === undefined || to === undefined))) continue;
    changes.push({ field, ...(a === undefined ? {} : { from: a }), ...(b === undefined ? {} : { to: b }) });
  }
  return changes;
}

/** Leaves of a JSON value by a readable path: `methodIntegration › requestTemplates › application/json`. */
function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (inner: unknown, path: string): void => {
    if (inner === undefined) return;
    if (inner !== null && typeof inner === "object" && !Array.isArray(inner)) {
      for (const [name, member] of Object.entries(inner)) visit(member, path === "" ? name : `${path} › ${name}`);
    } else {
      leaves.set(path, typeof inner === "string" ? inner : JSON.stringify(inner));
    }
  };
  visit(value, "");
  return leaves;
}

import { canonicalJson } from "./canonical-json.ts";

/** A field that somebody changed since both began from the same thing; undefined is absent. */
export type FieldChange = {
  path: readonly string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** Who changed it. Both with the same outcome is no change to talk about. */
  by: "me" | "them" | "both";
};

/** What two people changed, field by field. Objects are looked into; lists and texts are one field each. */
export function findChanges(base: unknown, mine: unknown, theirs: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  collect({ path: [], base, mine, theirs }, changes);
  return changes;
}

/** Theirs with what I changed; where both changed a field, `keepsMine` decides. */
export function mergeChanges(theirs: unknown, changes: readonly FieldChange[], keepsMine: (change: FieldChange) => boolean): unknown {
  let merged = theirs;
  for (const change of changes) {
    if (change.by === "me" || (change.by === "both" && keepsMine(change))) merged = setAt(merged, change.path, change.mine);
  }
  return merged;
}

function collect(field: Omit<FieldChange, "by">, changes: FieldChange[]): void {
  const { path, base, mine, theirs } = field;
  if (isObject(mine) && isObject(theirs)) {
    const former = isObject(base) ? base : {};
    for (const name of new Set([...Object.keys(former), ...Object.keys(mine), ...Object.keys(theirs)])) {
      collect({ path: [...path, name], base: own(former, name), mine: own(mine, name), theirs: own(theirs, name) }, changes);
    }
    return;
  }
  if (isSame(mine, theirs)) return;
  const by = isSame(base, mine) ? "them" : isSame(base, theirs) ? "me" : "both";
  changes.push({ ...field, by });
}

function setAt(target: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const { [name]: inner, ...others } = isObject(target) ? target : {};
  const next = rest.length === 0 ? value : setAt(inner, rest, value);
  return next === undefined ? others : { ...others, [name]: next };
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

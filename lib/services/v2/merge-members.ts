import { type Loose, withoutEmpty } from "../check-shape.ts";

/**
 * A draft with the members of an update. The empty text takes a member away; maps that are named in `maps` keep their other entries,
 * and an entry with the empty text, or an empty map, goes.
 */
export function mergeMembers<Draft extends object>(
  draft: Draft,
  update: Loose<Draft>,
  maps: readonly (keyof Draft & string)[] = [],
): Draft {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(draft));
  for (const [name, value] of Object.entries(update)) {
    if (value === undefined) continue;
    if (value === "") delete merged[name];
    else merged[name] = maps.some((map) => map === name) ? mergeMap(merged[name], value) : value;
  }
  // Only members of the draft's own type went in, and required ones that went missing are found by its schema.
  return withoutEmpty(merged) as Draft;
}

function mergeMap(before: unknown, update: unknown): unknown {
  if (!isMap(update)) return update;
  const merged: Record<string, unknown> = isMap(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(update)) {
    if (value === "" || value === null || (isMap(value) && Object.keys(value).length === 0)) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON value, as parsed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Applies a JSON merge patch (RFC 7396): objects merge member by member, null removes, anything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, member] of Object.entries(patch)) {
    // Assigning this name would set the prototype of the result.
    if (name === "__proto__") continue;
    if (member === null) delete merged[name];
    else if (member !== undefined) merged[name] = applyMergePatch(Object.hasOwn(merged, name) ? merged[name] : undefined, member);
  }
  return merged;
}

/** The smallest merge patch that turns `from` into `to`; undefined when they are equal. Null members cannot be told from absent ones. */
export function createMergePatch(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[name], to[name]];
    if (after === undefined || after === null) {
      if (before !== undefined && before !== null) patch[name] = null;
      continue;
    }
    const inner = before === undefined || before === null ? after : createMergePatch(before, after);
    if (inner !== undefined) patch[name] = inner;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

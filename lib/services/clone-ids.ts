import { newId } from "../base/ids.ts";
import type { Scope } from "./scope.ts";

/** The ids of a thing and of its copy. */
export type CloneIds = { readonly apiId: string; remap<Value>(value: Value): Value };

/**
 * New ids in the places of old ones. They are in the same order as the old ones, so that lists in the order of ids, such as those of an
 * exported document, stay as they are.
 */
export function cloneIds({ random }: Pick<Scope, "random">, from: string, to: string, ids: readonly string[]): CloneIds {
  const old = [...new Set(ids)].filter((id) => id !== from).sort();
  const names = new Map<string, string>();
  for (const length of new Set(old.map((id) => id.length))) {
    const ofLength = old.filter((id) => id.length === length);
    const made = newIds(random, ofLength.length, length);
    for (const [index, id] of ofLength.entries()) names.set(id, made[index] ?? "");
  }
  const remapText = (text: string): string => {
    const parts = text.split("/").map((part) => names.get(part) ?? part);
    // References name the API in the midst of a text: addresses of models, resources of policies.
    return parts.join("/").replaceAll(from, to);
  };
  const remap = (value: unknown): unknown => {
    if (typeof value === "string") return remapText(value);
    if (Array.isArray(value)) return value.map(remap);
    if (value === null || typeof value !== "object" || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, remap(member)]));
  };
  // Texts stay texts and objects keep their members.
  return { apiId: to, remap: <Value>(value: Value) => remap(value) as Value };
}

function newIds(random: Scope["random"], count: number, length: number): string[] {
  const made = new Set<string>();
  while (made.size < count) made.add(newId(random, length));
  return [...made].sort();
}

import { subPattern } from "./intrinsics.ts";
import { isNode, type Node, templateError } from "./node.ts";
import { splitAttribute } from "./yaml-value.ts";

/** Names that functions of a value refer to: parameters and resources alike, in both branches of conditions. */
export function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (item: unknown): void => {
    if (Array.isArray(item)) {
      for (const each of item) walk(each);
      return;
    }
    if (!isNode(item)) return;
    const [name = "", ...others] = Object.keys(item);
    const argument = others.length === 0 ? item[name] : undefined;
    if (name === "Ref" && typeof argument === "string") found.add(argument);
    else if (name === "Fn::GetAtt" && argument !== undefined) found.add(targetOf(argument));
    else if (name === "Fn::Sub" && argument !== undefined) addSub(argument, found);
    for (const each of Object.values(item)) walk(each);
  };
  walk(value);
  return found;
}

function targetOf(argument: unknown): string {
  if (typeof argument === "string") return splitAttribute(argument)[0];
  return Array.isArray(argument) ? String(argument[0]) : "";
}

function addSub(argument: unknown, found: Set<string>): void {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== "string") return;
  for (const [, , name] of text.matchAll(subPattern)) {
    if (name === undefined || (isNode(given) && Object.hasOwn(given, name.trim()))) continue;
    found.add(splitAttribute(name.trim())[0]);
  }
}

/** The names of `DependsOn`. */
export function dependsOn(resource: Node): string[] {
  const { DependsOn: given } = resource;
  if (given === undefined) return [];
  const names = Array.isArray(given) ? given : [given];
  if (names.every((name) => typeof name === "string")) return names;
  throw templateError("Template format error: DependsOn must be a string or a list of strings");
}

type OrderOptions = {
  /** What to do about needs in a circle; without it they are refused. */
  circles?: "ignore";
};

/** Logical ids such that each comes after those that it needs; otherwise they keep their order. */
export function orderByNeeds(needs: ReadonlyMap<string, ReadonlySet<string>>, { circles }: OrderOptions = {}): string[] {
  const ordered: string[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (id: string, path: readonly string[]): void => {
    if (state.get(id) === "done") return;
    if (state.get(id) === "open") {
      if (circles === "ignore") return;
      const cycle = path.slice(path.indexOf(id));
      throw templateError(`Circular dependency between resources: [${cycle.join(", ")}]`);
    }
    state.set(id, "open");
    for (const need of needs.get(id) ?? []) if (needs.has(need)) visit(need, [...path, id]);
    state.set(id, "done");
    ordered.push(id);
  };
  for (const id of needs.keys()) visit(id, []);
  return ordered;
}

import { badRequest } from "../../services/errors.ts";
import type { Edit } from "./patch-table.ts";

/** A draft whose members can be set by name. */
type Draft = object;

/** A text member; no value and the empty text take it away. */
export function text<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { op, value }) =>
    op === "remove" || value === undefined || value === "" ? without(draft, member) : set(draft, member, value);
}

/** A text member that keeps the empty text: the rules of the entity refuse or drop it. */
export function requiredText<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { value }) => set(draft, member, value ?? "");
}

export function flag<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { value, path }) => set(draft, member, parseFlag(value, path));
}

/** A whole number; no value takes it away. */
export function integer<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { op, value, path }) =>
    op === "remove" || value === undefined || value === "" ? without(draft, member) : set(draft, member, parseInteger(value, path));
}

/** One entry of a map of texts; `remove` of an unknown one changes nothing unless `missing` makes an error. */
export function entry<D extends Draft>(member: keyof D & string, options: EntryOptions = {}): Edit<D> {
  return (draft, { op, value, names, path }) => {
    const name = options.name?.(names) ?? Object.values(names)[0] ?? "";
    const map = mapIn(draft, member);
    if (op !== "add" && options.missing !== undefined && !Object.hasOwn(map, name)) throw options.missing();
    if (op === "remove") return set(draft, member, without(map, name));
    const parsed = options.parse === undefined ? (value ?? "") : options.parse(value, path);
    return set(draft, member, { ...map, [name]: parsed });
  };
}

export type EntryOptions = {
  /** The key of the entry, when it is not the pattern's only name. */
  name?: (names: Readonly<Record<string, string>>) => string;
  parse?: (value: string | undefined, path: string) => unknown;
  missing?: () => Error;
};

/** A list whose items are added and removed by value. */
export function listByValue<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { op, value }) => {
    if (value === undefined || value === "") throw badRequest(`Invalid value specified for ${member}`);
    return editList(draft, member, op, value);
  };
}

/** A list whose items are named by the path. */
export function listByPath<D extends Draft>(member: keyof D & string): Edit<D> {
  return (draft, { op, value, names }) => {
    const item = Object.values(names)[0] ?? "";
    if (op !== "replace" || value === undefined) return editList(draft, member, op === "replace" ? "add" : op, item);
    return editList(editList(draft, member, "remove", item), member, "add", value);
  };
}

/** Makes an edit of a member that is an object of its own. */
export function inside<D extends Draft, M extends keyof D & string>(member: M, edit: Edit<D[M] & object>): Edit<D> {
  return (draft, change) => {
    // An absent object starts empty; the rules of the entity say what it lacks.
    const inner = (draft[member] ?? {}) as D[M] & object;
    return set(draft, member, edit(inner, change));
  };
}

export function parseFlag(value: string | undefined, path: string): boolean {
  const lower = value?.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  throw badRequest(`Invalid boolean value '${value ?? ""}' specified for ${path}`);
}

export function parseInteger(value: string | undefined, path: string): number {
  if (value !== undefined && /^-?\d{1,15}$/.test(value)) return Number(value);
  throw badRequest(`Invalid integer value '${value ?? ""}' specified for ${path}`);
}

export function parseDecimal(value: string | undefined, path: string): number {
  if (value !== undefined && /^-?\d{1,15}(\.\d+)?$/.test(value)) return Number(value);
  throw badRequest(`Invalid number '${value ?? ""}' specified for ${path}`);
}

// Members are set by name: the tables name members of their draft only, and the entity's schema reads the result.
export function set<D extends Draft>(draft: D, member: string, value: unknown): D {
  return { ...draft, [member]: value };
}

export function without<D extends Draft>(draft: D, member: string): D {
  const { [member]: _, ...rest } = draft as Record<string, unknown>;
  return rest as D;
}

function mapIn(draft: Draft, member: string): Record<string, unknown> {
  return ((draft as Record<string, unknown>)[member] ?? {}) as Record<string, unknown>;
}

function editList<D extends Draft>(draft: D, member: string, op: string, item: string): D {
  const list = ((draft as Record<string, unknown>)[member] ?? []) as string[];
  const rest = list.filter((other) => other !== item);
  if (op === "remove") return set(draft, member, rest);
  return set(draft, member, list.includes(item) ? list : [...list, item]);
}

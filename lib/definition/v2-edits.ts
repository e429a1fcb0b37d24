/** Members that change; those that are left out stay, and the empty text takes a member away. */
export type Edits<T> = { [Member in keyof T]?: T[Member] | "" };

/** Maps whose entries an update leaves alone unless it names them. */
export type MergedMaps<T> = readonly (keyof T & string)[];

/** What changed between two versions of an object, as an update wants it. */
export function editsBetween<T extends object>(before: T, after: T, mergedMaps: MergedMaps<T> = []): Edits<T> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => !isEqual(Reflect.get(before, name), Reflect.get(after, name)));
  const edits = changed.map((name) => {
    const [old, next] = [Reflect.get(before, name), Reflect.get(after, name)];
    const isMerged = mergedMaps.some((map) => map === name);
    return [name, next === undefined ? "" : isMerged ? withGone(old, next) : next];
  });
  // The names are members of both versions, with values of theirs.
  return Object.fromEntries(edits) as Edits<T>;
}

/** The object with edits on top. */
export function withEdits<T extends object>(before: T, edits: Edits<T>): T {
  const members = Object.entries({ ...before, ...edits }).filter(([, value]) => value !== "");
  // Only members that an update may take away were taken away.
  return Object.fromEntries(members) as T;
}

/** A map as it shall be, with entries that went named as gone: by the empty text, or the empty map. */
function withGone(old: unknown, next: unknown): unknown {
  if (!isMap(old) || !isMap(next)) return next;
  const gone = Object.entries(old).filter(([name]) => !(name in next));
  return { ...Object.fromEntries(gone.map(([name, value]) => [name, isMap(value) ? {} : ""])), ...next };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equal whatever the order of their members. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

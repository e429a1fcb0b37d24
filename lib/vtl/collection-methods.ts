import { JavaList, JavaMap } from "../jsonpath/values.ts";
import { equalValues } from "./equality.ts";
import { type JavaEntry, JavaIterator, JavaView } from "./java-objects.ts";
import { integerOf, itemsOf, type MethodTable, method } from "./method.ts";
import { printJson } from "./printing.ts";
import type { Run } from "./run.ts";
import { Failure } from "./vtl-error.ts";

/** The methods of lists: `java.util.ArrayList` and json-smart's arrays. */
export const LIST_METHODS: MethodTable<JavaList> = {
  size: [method([], (list) => list.items.length)],
  isEmpty: [method([], (list) => list.items.length === 0)],
  get: [method(["int"], (list, [index]) => list.items[checkIndex(list, index)])],
  set: [method(["int", "object"], (list, [index, value]) => replaceItem(list, checkIndex(list, index), value))],
  add: [
    method(["object"], (list, [value], run) => insert(list, list.items.length, [value], run)),
    method(["int", "object"], (list, [index, value], run) => {
      insert(list, checkPosition(list, index), [value], run);
      return null;
    }),
  ],
  addAll: [
    method(["collection"], (list, [values], run) => insert(list, list.items.length, [...itemsOf(values)], run)),
    method(["int", "collection"], (list, [index, values], run) => insert(list, checkPosition(list, index), [...itemsOf(values)], run)),
  ],
  appendElement: [
    method(["object"], (list, [value], run) => {
      insert(list, list.items.length, [value], run);
      return list;
    }),
  ],
  remove: [
    method(["int"], (list, [index]) => {
      const [removed] = list.items.splice(checkIndex(list, index), 1);
      list.changes++;
      return removed;
    }),
    method(["object"], (list, [value], run) => {
      const index = indexOf(list.items, value, run);
      if (index < 0) return false;
      list.items.splice(index, 1);
      list.changes++;
      return true;
    }),
  ],
  removeAll: [method(["collection"], (list, [values], run) => keep(list, (item) => indexOf(itemsOf(values), item, run) < 0))],
  retainAll: [method(["collection"], (list, [values], run) => keep(list, (item) => indexOf(itemsOf(values), item, run) >= 0))],
  clear: [
    method([], (list) => {
      list.items.length = 0;
      list.changes++;
      return null;
    }),
  ],
  contains: [method(["object"], (list, [value], run) => indexOf(list.items, value, run) >= 0)],
  containsAll: [method(["collection"], (list, [values], run) => itemsOf(values).every((value) => indexOf(list.items, value, run) >= 0))],
  indexOf: [method(["object"], (list, [value], run) => indexOf(list.items, value, run))],
  lastIndexOf: [
    method(["object"], (list, [value], run) => {
      const reversed = indexOf([...list.items].reverse(), value, run);
      return reversed < 0 ? -1 : list.items.length - 1 - reversed;
    }),
  ],
  subList: [method(["int", "int"], (list, [from, to], run) => subList(list, integerOf(from), integerOf(to), run))],
  toArray: [method([], (list, _, run) => copy(list.items, "array", run))],
  clone: [method([], (list, _, run) => copy(list.items, list.kind, run))],
  iterator: [method([], (list) => new JavaIterator(list.items, list))],
  listIterator: [method([], (list) => new JavaIterator(list.items, list))],
  toJSONString: [method([], (list, _, run) => (list.kind === "json" ? printJson(list, run, true) : null))],
};

const ARRAY_NAMES = new Set([
  "size",
  "isEmpty",
  "get",
  "set",
  "contains",
  "containsAll",
  "indexOf",
  "lastIndexOf",
  "iterator",
  "listIterator",
  "subList",
]);

/** The methods that Velocity adds to arrays; they cannot change their length. */
export const ARRAY_METHODS: MethodTable<JavaList> = Object.fromEntries(
  Object.entries(LIST_METHODS).filter(([name]) => ARRAY_NAMES.has(name)),
);

/** The methods of `java.util.LinkedHashMap` and its kin. */
export const MAP_METHODS: MethodTable<JavaMap> = {
  size: [method([], (map) => map.size)],
  isEmpty: [method([], (map) => map.size === 0)],
  get: [method(["object"], (map, [key]) => map.get(key) ?? null)],
  getOrDefault: [method(["object", "object"], (map, [key, other]) => (map.has(key) ? map.get(key) : other))],
  put: [method(["object", "object"], (map, [key, value], run) => put(map, key, value, run))],
  putIfAbsent: [method(["object", "object"], (map, [key, value], run) => map.get(key) ?? put(map, key, value, run))],
  putAll: [
    method(["map"], (map, [other], run) => {
      if (other instanceof JavaMap) for (const key of other.keys()) put(map, key, other.get(key) ?? null, run);
      return null;
    }),
  ],
  replace: [
    method(["object", "object"], (map, [key, value], run) => (map.has(key) ? put(map, key, value, run) : null)),
    method(["object", "object", "object"], (map, [key, old, value], run) => {
      if (!map.has(key) || !equalValues(map.get(key), old, run)) return false;
      map.set(key, value);
      return true;
    }),
  ],
  remove: [
    method(["object"], (map, [key]) => {
      const old = map.get(key) ?? null;
      map.delete(key);
      return old;
    }),
    method(["object", "object"], (map, [key, value], run) => {
      if (!map.has(key) || !equalValues(map.get(key), value, run)) return false;
      map.delete(key);
      return true;
    }),
  ],
  clear: [
    method([], (map) => {
      map.clear();
      return null;
    }),
  ],
  containsKey: [method(["object"], (map, [key]) => map.has(key))],
  containsValue: [method(["object"], (map, [value], run) => indexOf(new JavaView(map, "values").items(), value, run) >= 0)],
  keySet: [method([], (map) => new JavaView(map, "keys"))],
  values: [method([], (map) => new JavaView(map, "values"))],
  entrySet: [method([], (map) => new JavaView(map, "entries"))],
  clone: [
    method([], (map, _, run) => {
      const clone = new JavaMap(map.kind);
      for (const key of map.keys()) put(clone, key, map.get(key) ?? null, run);
      return clone;
    }),
  ],
};

/** The methods of the sets and collections that a map gives. */
export const VIEW_METHODS: MethodTable<JavaView> = {
  size: [method([], (view) => view.map.size)],
  isEmpty: [method([], (view) => view.map.size === 0)],
  contains: [method(["object"], (view, [value], run) => indexOf(view.items(), value, run) >= 0)],
  containsAll: [method(["collection"], (view, [values], run) => itemsOf(values).every((value) => indexOf(view.items(), value, run) >= 0))],
  iterator: [method([], (view, _, run) => iterate(view, run))],
  toArray: [method([], (view, _, run) => copy(view.items(), "array", run))],
  remove: [method(["object"], (view, [value], run) => removeKeys(view, (item) => equalValues(item, value, run)))],
  removeAll: [method(["collection"], (view, [values], run) => removeKeys(view, (item) => indexOf(itemsOf(values), item, run) >= 0))],
  retainAll: [method(["collection"], (view, [values], run) => removeKeys(view, (item) => indexOf(itemsOf(values), item, run) < 0))],
  clear: [
    method([], (view) => {
      view.map.clear();
      return null;
    }),
  ],
};

/** The methods of map entries. */
export const ENTRY_METHODS: MethodTable<JavaEntry> = {
  getKey: [method([], (entry) => entry.key)],
  getValue: [method([], (entry) => entry.value)],
  setValue: [
    method(["object"], (entry, [value]) => {
      const old = entry.value;
      entry.map.set(entry.key, value);
      return old;
    }),
  ],
};

/** The methods of iterators. */
export const ITERATOR_METHODS: MethodTable<JavaIterator> = {
  hasNext: [method([], (iterator) => iterator.hasNext)],
  next: [method([], (iterator) => iterator.next())],
};

/** An iterator over a view that notices changes of the map. */
export function iterate(view: JavaView, run: Run): JavaIterator {
  run.spend(view.map.size);
  return new JavaIterator(view.items(), view.map);
}

function outOfBounds(index: number, length: number): Failure {
  return new Failure("method", `java.lang.IndexOutOfBoundsException: Index ${index} out of bounds for length ${length}`);
}

function checkIndex(list: JavaList, index: unknown): number {
  const at = integerOf(index);
  if (at < 0 || at >= list.items.length) throw outOfBounds(at, list.items.length);
  return at;
}

function checkPosition(list: JavaList, index: unknown): number {
  const at = integerOf(index);
  if (at < 0 || at > list.items.length) throw outOfBounds(at, list.items.length);
  return at;
}

function replaceItem(list: JavaList, index: number, value: unknown): unknown {
  const old = list.items[index];
  list.items[index] = value;
  return old;
}

function insert(list: JavaList, index: number, values: unknown[], run: Run): boolean {
  const tail = list.items.length - index;
  run.spend(values.length + (tail >> 3));
  if (tail === 0) for (const value of values) list.items.push(value);
  else list.items.splice(index, 0, ...values.slice(0, 50_000));
  list.changes++;
  return values.length > 0;
}

function keep(list: JavaList, test: (item: unknown) => boolean): boolean {
  const kept = list.items.filter(test);
  const isChanged = kept.length < list.items.length;
  if (isChanged) {
    list.items.length = 0;
    for (const item of kept) list.items.push(item);
    list.changes++;
  }
  return isChanged;
}

function indexOf(items: readonly unknown[], value: unknown, run: Run): number {
  run.spend(items.length >> 2);
  return items.findIndex((item) => equalValues(item, value, run));
}

function subList(list: JavaList, from: number, to: number, run: Run): JavaList {
  if (from < 0 || to > list.items.length || from > to) throw outOfBounds(from < 0 || from > to ? from : to, list.items.length);
  return copy(list.items.slice(from, to), "list", run);
}

function copy(items: readonly unknown[], kind: JavaList["kind"], run: Run): JavaList {
  run.spend(items.length);
  return new JavaList([...items], kind);
}

function put(map: JavaMap, key: unknown, value: unknown, run: Run): unknown {
  run.spend(1);
  const old = map.get(key) ?? null;
  map.set(key, value);
  return old;
}

function removeKeys(view: JavaView, test: (item: unknown) => boolean): boolean {
  const keys = view.map.keys();
  const doomed = view.items().flatMap((item, index) => (test(item) ? [keys[index]] : []));
  for (const key of doomed) view.map.delete(key);
  return doomed.length > 0;
}

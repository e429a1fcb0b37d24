import type { JavaDecimal } from "./java-decimal.ts";

/**
 * A value as the service's Java engine holds it: null, a boolean, a string, a number, JavaMap, JavaList, or any object that a template put
 * into one of these. Integers of 32 bits are JavaScript numbers, the other number classes are objects, because `5`, `5.0` and a
 * 40-digit integer print and compare differently.
 */
export type JavaValue = unknown;

/** A number of any of the Java classes that occur. */
export type JavaNumber = number | JavaLong | JavaBigInteger | JavaDouble | JavaDecimal;

/** `java.lang.Long`. */
export class JavaLong {
  constructor(readonly value: bigint) {}
}

/** `java.math.BigInteger`. */
export class JavaBigInteger {
  constructor(readonly value: bigint) {}
}

/** `java.lang.Double`. */
export class JavaDouble {
  constructor(readonly value: number) {}
}

/** Order and printing of a map: as inserted, or by the buckets of `java.util.HashMap`; context maps print as nothing. */
export type MapKind = "linked" | "context";

type MapKey = string | number | boolean;

/**
 * A Java map. It can stand on a plain object that is only read when something is asked for, so that a large `$context` costs nothing
 * until it is used.
 */
export class JavaMap {
  private entries: Map<MapKey, JavaValue> | undefined;
  private oddKeys: Map<MapKey, JavaValue> | undefined;
  /** Counts insertions and removals, for iterators that must notice them. */
  changes = 0;

  constructor(
    readonly kind: MapKind = "linked",
    private source?: { record: Readonly<Record<string, unknown>>; convert: (value: unknown) => JavaValue },
  ) {
    if (source === undefined) this.entries = new Map();
  }

  /** The value, or `undefined` when the key is not there. */
  get(key: unknown): JavaValue | undefined {
    if (this.entries === undefined && typeof key === "string") return this.getFromSource(key);
    return this.load().get(mapKey(key));
  }

  has(key: unknown): boolean {
    return this.load().has(mapKey(key));
  }

  set(key: unknown, value: JavaValue): void {
    const entries = this.load();
    const mapped = mapKey(key);
    if (!entries.has(mapped)) this.changes++;
    entries.set(mapped, value);
    // Keys that are objects (or null) are kept beside their text.
    if (mapped !== key) {
      this.oddKeys ??= new Map();
      this.oddKeys.set(mapped, key);
    }
  }

  delete(key: unknown): void {
    if (this.load().delete(mapKey(key))) this.changes++;
  }

  clear(): void {
    this.load().clear();
    this.changes++;
  }

  /** Whether anything was changed, or read that may change. */
  get isLoaded(): boolean {
    return this.entries !== undefined;
  }

  get size(): number {
    return this.load().size;
  }

  /** The keys in Java's order. */
  keys(): JavaValue[] {
    const keys: MapKey[] = [...this.load().keys()];
    if (this.kind === "context") sortByBucket(keys);
    const odd = this.oddKeys;
    return odd === undefined ? keys : keys.map((key) => (odd.has(key) ? odd.get(key) : key));
  }

  private getFromSource(key: string): JavaValue | undefined {
    const source = this.source;
    if (source === undefined || !Object.hasOwn(source.record, key)) return undefined;
    const value = source.record[key];
    // Objects become maps that a template may change, so they must stay the same on the next look.
    return typeof value === "object" && value !== null ? this.load().get(key) : source.convert(value);
  }

  private load(): Map<MapKey, JavaValue> {
    if (this.entries !== undefined) return this.entries;
    const entries = new Map<MapKey, JavaValue>();
    const source = this.source;
    if (source !== undefined) {
      for (const key of Object.keys(source.record)) entries.set(key, source.convert(source.record[key]));
    }
    this.entries = entries;
    return entries;
  }
}

/** The class behind a list: a plain one, a json-smart array (prints as JSON), or a Java array. */
export type ListKind = "list" | "json" | "array";

/** A Java list or array. */
export class JavaList {
  /** Counts insertions and removals, for iterators that must notice them. */
  changes = 0;

  constructor(
    readonly items: JavaValue[],
    readonly kind: ListKind = "list",
  ) {}
}

/** Whether a value is a number of any class. */
export function isJavaNumber(value: unknown): value is JavaNumber {
  if (typeof value === "number") return true;
  return typeof value === "object" && value !== null && "value" in value && isNumberObject(value);
}

function isNumberObject(value: object): boolean {
  return value instanceof JavaDouble || value instanceof JavaLong || value instanceof JavaBigInteger || "unscaled" in value;
}

// Java tells the integer 1 from the text "1" and from 1.0; so does the text that stands for an object key.
function mapKey(key: unknown): MapKey {
  if (typeof key === "string" || typeof key === "number" || typeof key === "boolean") return key;
  if (key instanceof JavaLong) return `\0long ${key.value}`;
  if (key instanceof JavaBigInteger) return `\0big ${key.value}`;
  if (key instanceof JavaDouble) return `\0double ${key.value}`;
  if (key === null || key === undefined) return "\0null";
  return `\0object ${identity(key)}`;
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

function identity(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const known = identities.get(value);
  if (known !== undefined) return known;
  identityCount++;
  identities.set(value, identityCount);
  return identityCount;
}

/** `String.hashCode()`. */
export function hashText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

// A HashMap walks its buckets; within one it keeps the order of insertion. The table doubles when it is three quarters full.
function sortByBucket(keys: MapKey[]): void {
  let buckets = 16;
  while (keys.length > buckets * 0.75) buckets *= 2;
  const bucket = (key: MapKey) => {
    const hash = hashText(String(key));
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  const ranks = new Map(keys.map((key, index) => [key, bucket(key) * 2 ** 20 + index]));
  keys.sort((left, right) => (ranks.get(left) ?? 0) - (ranks.get(right) ?? 0));
}

import { JavaMap } from "../jsonpath/values.ts";
import { Failure } from "./vtl-error.ts";

/** `java.lang.Character`. */
export class JavaChar {
  constructor(readonly value: string) {}
}

/** `java.lang.Class`, of which templates may see the name. */
export class JavaClass {
  constructor(readonly name: string) {}
}

/** An entry of a map, as `entrySet()` gives it. */
export class JavaEntry {
  constructor(
    readonly map: JavaMap,
    readonly key: unknown,
  ) {}

  get value(): unknown {
    return this.map.get(this.key) ?? null;
  }
}

/** The keys, values or entries of a map; they follow the map. */
export class JavaView {
  constructor(
    readonly map: JavaMap,
    readonly part: "keys" | "values" | "entries",
  ) {}

  items(): unknown[] {
    const keys = this.map.keys();
    if (this.part === "keys") return keys;
    return keys.map((key) => (this.part === "values" ? (this.map.get(key) ?? null) : new JavaEntry(this.map, key)));
  }
}

/** Something that counts its insertions and removals. */
type Changing = { changes: number };

/** `java.util.Iterator`; it fails when its source changes on the way. */
export class JavaIterator {
  private index = 0;
  private readonly expectedChanges: number;

  constructor(
    private readonly items: readonly unknown[],
    private readonly source: Changing,
  ) {
    this.expectedChanges = source.changes;
  }

  get hasNext(): boolean {
    return this.index < this.items.length;
  }

  next(): unknown {
    if (this.source.changes !== this.expectedChanges) throw new Failure("runtime", "java.util.ConcurrentModificationException");
    if (!this.hasNext) throw new Failure("method", "java.util.NoSuchElementException");
    const item = this.items[this.index];
    this.index++;
    return item;
  }
}

/** `$foreach` in a loop; a template can also keep values in it. */
export class LoopScope {
  index = -1;
  hasNext = false;
  private keptValues: JavaMap | undefined;

  constructor(readonly parent: unknown) {}

  /** What the template keeps here; loops that keep nothing need no map. */
  get kept(): JavaMap {
    this.keptValues ??= new JavaMap();
    return this.keptValues;
  }

  /** A property of the loop, or `undefined`. */
  read(name: string): unknown {
    switch (name) {
      case "index":
        return this.index;
      case "count":
        return this.index + 1;
      case "hasNext":
        return this.hasNext;
      case "first":
        return this.index === 0;
      case "last":
        return !this.hasNext;
      case "parent":
        return this.parent instanceof LoopScope ? this.parent : null;
      case "topmost":
        return this.parent instanceof LoopScope ? this.parent.read("topmost") : this;
      case "depth":
        return this.depth;
      default:
        return this.keptValues?.get(name);
    }
  }

  private get depth(): number {
    return this.parent instanceof LoopScope ? this.parent.depth + 1 : 1;
  }
}

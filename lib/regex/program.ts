import { otherCases, unite } from "./char-sets.ts";
import { type Assertion, type CaseRule, type CharSet, type RegexNode, RegexSyntaxError } from "./syntax.ts";

/** One instruction of the matcher. `next` is always the following instruction unless said otherwise. */
export type Instruction =
  | { op: "char"; code: number; other: number }
  | { op: "set"; set: CharSet }
  | { op: "run"; set: CharSet; min: number; max: number; mode: "greedy" | "lazy" | "possessive" }
  | { op: "split"; first: number; second: number }
  | { op: "jump"; to: number }
  | { op: "save"; slot: number }
  | { op: "mark"; slot: number }
  | { op: "progress"; slot: number }
  | { op: "assert"; at: Assertion }
  | { op: "backreference"; index: number; rule: CaseRule }
  | { op: "sub"; end: number; kind: "atomic" | "ahead" | "not-ahead" | "behind" | "not-behind"; maxLength: number }
  | { op: "match" };

/** A compiled pattern. Slots hold the bounds of groups, then marks of loops. */
export type Program = {
  code: readonly Instruction[];
  slotCount: number;
  groupCount: number;
  /** What a match can start with, if that is known; other places need no try. */
  first: CharSet | undefined;
};

const PROGRAM_MAX = 20_000;

/** Compiles a tree to instructions; counted repeats are unrolled. */
export function compileProgram(root: RegexNode, groupCount: number): Program {
  const builder = new Builder((groupCount + 1) * 2);
  builder.emit({ op: "save", slot: 0 });
  builder.add(root);
  builder.emit({ op: "save", slot: 1 });
  builder.emit({ op: "match" });
  return { code: builder.code, slotCount: builder.slotCount, groupCount, first: findFirst(root) };
}

function findFirst(node: RegexNode): CharSet | undefined {
  switch (node.kind) {
    case "literal":
    case "set":
      return toTest(toSingle(node));
    case "sequence":
      return node.items[0] === undefined ? undefined : findFirst(node.items[0]);
    case "group":
    case "atomic":
      return findFirst(node.body);
    case "repeat":
      return node.min > 0 ? findFirst(node.body) : undefined;
    case "choice": {
      const firsts = node.options.map(findFirst);
      const known = firsts.filter((first) => first !== undefined);
      return known.length === firsts.length ? unite(known) : undefined;
    }
    default:
      return undefined;
  }
}

class Builder {
  readonly code: Instruction[] = [];

  constructor(public slotCount: number) {}

  emit(instruction: Instruction): number {
    if (this.code.length >= PROGRAM_MAX) throw new RegexSyntaxError("The pattern is too large", 0);
    this.code.push(instruction);
    return this.code.length - 1;
  }

  add(node: RegexNode): void {
    switch (node.kind) {
      case "empty":
        return;
      case "literal":
      case "set":
        this.emit(toSingle(node));
        return;
      case "sequence":
        for (const item of node.items) this.add(item);
        return;
      case "choice":
        this.addChoice(node.options);
        return;
      case "repeat":
        this.addRepeat(node);
        return;
      case "group":
        this.emit({ op: "save", slot: node.index * 2 });
        this.add(node.body);
        this.emit({ op: "save", slot: node.index * 2 + 1 });
        return;
      case "atomic":
        this.addSub(node.body, "atomic", 0);
        return;
      case "look":
        this.addSub(node.body, `${node.negated ? "not-" : ""}${node.ahead ? "ahead" : "behind"}`, node.maxLength);
        return;
      case "backreference":
        this.emit({ op: "backreference", index: node.index, rule: node.ignoresCase });
        return;
      case "assert":
        this.emit({ op: "assert", at: node.at });
        return;
    }
  }

  private addSub(body: RegexNode, kind: (Instruction & { op: "sub" })["kind"], maxLength: number): void {
    const at = this.emit({ op: "match" });
    this.add(body);
    const end = this.emit({ op: "match" });
    this.code[at] = { op: "sub", end: end + 1, kind, maxLength };
  }

  private addChoice(options: readonly RegexNode[]): void {
    const jumps: number[] = [];
    for (const [index, option] of options.entries()) {
      if (index === options.length - 1) {
        this.add(option);
        break;
      }
      const split = this.emit({ op: "match" });
      this.add(option);
      jumps.push(this.emit({ op: "match" }));
      this.code[split] = { op: "split", first: split + 1, second: this.code.length };
    }
    for (const jump of jumps) this.code[jump] = { op: "jump", to: this.code.length };
  }

  private addRepeat(node: RegexNode & { kind: "repeat" }): void {
    const single = node.body.kind === "literal" || node.body.kind === "set" ? toSingle(node.body) : undefined;
    if (single !== undefined) {
      this.emit({ op: "run", set: toTest(single), min: node.min, max: node.max, mode: node.mode });
      return;
    }
    if (node.mode === "possessive") {
      this.addSub({ ...node, mode: "greedy" }, "atomic", 0);
      return;
    }
    for (let count = 0; count < node.min; count++) this.add(node.body);
    if (node.max === Number.POSITIVE_INFINITY) {
      this.addLoop(node.body, node.mode === "lazy");
      return;
    }
    const splits: number[] = [];
    for (let count = node.min; count < node.max; count++) {
      splits.push(this.emit({ op: "match" }));
      this.add(node.body);
    }
    const end = this.code.length;
    for (const split of splits) this.code[split] = makeSplit(split + 1, end, node.mode === "lazy");
  }

  // A turn of the loop that consumed nothing ends it, or it would never end.
  private addLoop(body: RegexNode, isLazy: boolean): void {
    const slot = this.slotCount;
    this.slotCount++;
    const split = this.emit({ op: "match" });
    this.emit({ op: "mark", slot });
    this.add(body);
    this.emit({ op: "progress", slot });
    this.emit({ op: "jump", to: split });
    this.code[split] = makeSplit(split + 1, this.code.length, isLazy);
  }
}

function makeSplit(body: number, end: number, isLazy: boolean): Instruction {
  return isLazy ? { op: "split", first: end, second: body } : { op: "split", first: body, second: end };
}

function toSingle(node: RegexNode & { kind: "literal" | "set" }): Instruction & { op: "char" | "set" } {
  if (node.kind === "set") return { op: "set", set: node.set };
  const others = otherCases(node.codePoint, node.ignoresCase);
  if (others.length > 1) return { op: "set", set: listSet([node.codePoint, ...others]) };
  return { op: "char", code: node.codePoint, other: others[0] ?? node.codePoint };
}

function toTest(single: Instruction & { op: "char" | "set" }): CharSet {
  if (single.op === "set") return single.set;
  return listSet([single.code, single.other]);
}

function listSet(codes: readonly number[]): CharSet {
  return { has: (code) => codes.includes(code), beyond: "mixed" };
}

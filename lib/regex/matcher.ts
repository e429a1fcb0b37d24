import { otherCases, wordCharacters } from "./char-sets.ts";
import type { Instruction, Program } from "./program.ts";
import { type Assertion, type CaseRule, type CharSet, RegexBudgetError } from "./syntax.ts";

/** Steps that one call may take, over all positions that it tries; about ten milliseconds of work. */
export const STEP_LIMIT = 150_000;

/** Takes a match of a replacement or a split from the budget; patterns that the platform matches count nothing else. */
export function spendMatch(budget: StepBudget): void {
  budget.left -= 1;
  if (budget.left < 0) throw new RegexBudgetError("The regular expression takes too many steps on this text.");
}

/** How much work is left; callers may share one over several calls. */
export type StepBudget = { left: number };

/** Runs a program over one text. Backtracking keeps its own stack, so no text can overflow the machine's. */
export class Matcher {
  private readonly slots: Int32Array;

  constructor(
    private readonly program: Program,
    private readonly text: string,
    private readonly budget: StepBudget,
  ) {
    this.slots = new Int32Array(program.slotCount).fill(-1);
  }

  /** The bounds of all groups for a match that starts here, or `undefined`. */
  matchAt(position: number, mustEnd: number | undefined): Int32Array | undefined {
    this.slots.fill(-1);
    const end = this.run(0, position, mustEnd);
    return end < 0 ? undefined : this.slots.slice(0, (this.program.groupCount + 1) * 2);
  }

  /** The bounds of all groups for the first match from here on. */
  find(from: number): Int32Array | undefined {
    const { first } = this.program;
    for (let position = from; position <= this.text.length; position++) {
      if (first === undefined || this.canStart(first, position)) {
        const match = this.matchAt(position, undefined);
        if (match !== undefined) return match;
      }
      const code = this.text.charCodeAt(position);
      if (code >= 0xd800 && code < 0xdc00 && isLow(this.text.charCodeAt(position + 1))) position++;
    }
    return undefined;
  }

  private canStart(first: CharSet, position: number): boolean {
    // A look costs far less than a step.
    if ((position & 7) === 0) this.budget.left--;
    if (this.budget.left < 0) throw new RegexBudgetError("The regular expression takes too many steps on this text.");
    const code = this.text.codePointAt(position);
    return code !== undefined && first.has(code);
  }

  // The end of the match, or -1. The stack holds alternatives (instruction, position) and old slot values (-1 - slot, value).
  private run(start: number, from: number, mustEnd: number | undefined): number {
    const { code } = this.program;
    const stack: number[] = [];
    let pc = start;
    let position = from;
    for (;;) {
      this.budget.left--;
      if (this.budget.left < 0) throw new RegexBudgetError("The regular expression takes too many steps on this text.");
      const instruction = code[pc];
      if (instruction === undefined) return -1;
      let next = -1;
      if (instruction.op === "match") {
        if (mustEnd === undefined || position === mustEnd) return position;
      } else if (instruction.op === "run") {
        position = this.runSet(instruction, position, pc + 1, stack);
        next = position < 0 ? -1 : pc + 1;
      } else if (instruction.op === "split") {
        stack.push(instruction.second, position);
        next = instruction.first;
      } else if (instruction.op === "jump") next = instruction.to;
      else if (instruction.op === "save" || instruction.op === "mark") {
        stack.push(-1 - instruction.slot, this.slots[instruction.slot] ?? -1);
        this.slots[instruction.slot] = position;
        next = pc + 1;
      } else if (instruction.op === "progress") {
        // Behind the jump that follows is the loop's exit.
        next = this.slots[instruction.slot] === position ? pc + 2 : pc + 1;
      } else if (instruction.op === "sub") {
        position = this.runSub(instruction, pc + 1, position, stack);
        next = position < 0 ? -1 : instruction.end;
      } else {
        position = this.advance(instruction, position);
        next = position < 0 ? -1 : pc + 1;
      }
      if (next >= 0) {
        pc = next;
        continue;
      }
      const resumed = this.backtrack(stack);
      if (resumed === undefined) return -1;
      pc = resumed.pc;
      position = resumed.position;
    }
  }

  private backtrack(stack: number[]): { pc: number; position: number } | undefined {
    for (;;) {
      const value = stack.pop();
      const target = stack.pop();
      if (value === undefined || target === undefined) return undefined;
      if (target >= 0) return this.resume(target, value, stack);
      this.slots[-1 - target] = value;
    }
  }

  // Runs leave one entry for all the lengths that they can still try; it is put back shorter (or longer) each time.
  private resume(target: number, position: number, stack: number[]): { pc: number; position: number } | undefined {
    if (target < RUN_BASE) return { pc: target, position };
    const isLazy = target >= LAZY_BASE;
    const pc = target - (isLazy ? LAZY_BASE : RUN_BASE);
    const limit = stack.pop() ?? position;
    if (isLazy) return this.resumeLazy(pc, position, limit, stack);
    if (position <= limit) return { pc, position };
    const shorter = position - this.widthBefore(position);
    if (shorter > limit) stack.push(limit, target, shorter);
    else stack.push(pc, shorter);
    return { pc, position };
  }

  private resumeLazy(pc: number, position: number, countLeft: number, stack: number[]): { pc: number; position: number } | undefined {
    const run = this.program.code[pc - 1];
    const code = this.text.codePointAt(position);
    if (run?.op !== "run" || code === undefined || countLeft <= 0 || !run.set.has(code)) return this.backtrack(stack);
    const longer = position + (code > 0xffff ? 2 : 1);
    stack.push(countLeft - 1, LAZY_BASE + pc, longer);
    return { pc, position: longer };
  }

  private runSet(run: Instruction & { op: "run" }, from: number, next: number, stack: number[]): number {
    let position = from;
    let count = 0;
    let least = run.min === 0 ? from : -1;
    const wanted = run.mode === "lazy" ? run.min : run.max;
    while (count < wanted && position < this.text.length) {
      let code = this.text.charCodeAt(position);
      let width = 1;
      if (code >= 0xd800 && code < 0xdc00 && isLow(this.text.charCodeAt(position + 1))) {
        code = this.text.codePointAt(position) ?? code;
        width = 2;
      }
      if (!run.set.has(code)) break;
      position += width;
      count++;
      if (count === run.min) least = position;
    }
    this.budget.left -= count >> 2;
    if (least < 0) return -1;
    if (run.mode === "lazy") stack.push(Math.min(run.max - count, this.text.length), LAZY_BASE + next, position);
    else if (run.mode === "greedy" && position > least) {
      const shorter = position - this.widthBefore(position);
      if (shorter > least) stack.push(least, RUN_BASE + next, shorter);
      else stack.push(next, shorter);
    }
    return position;
  }

  private runSub(sub: Instruction & { op: "sub" }, start: number, position: number, stack: number[]): number {
    const before = this.slots.slice();
    const isNegated = sub.kind === "not-ahead" || sub.kind === "not-behind";
    const end =
      sub.kind === "behind" || sub.kind === "not-behind" ? this.lookBehind(sub, start, position) : this.run(start, position, undefined);
    if (isNegated || end < 0) {
      this.slots.set(before);
      return isNegated === end < 0 ? position : -1;
    }
    for (let slot = 0; slot < before.length; slot++) {
      const old = before[slot] ?? -1;
      if (old !== this.slots[slot]) stack.push(-1 - slot, old);
    }
    return sub.kind === "atomic" ? end : position;
  }

  private lookBehind(sub: Instruction & { op: "sub" }, start: number, position: number): number {
    for (let from = position; from >= Math.max(0, position - sub.maxLength); from--) {
      if (this.run(start, from, position) >= 0) return position;
    }
    return -1;
  }

  private advance(instruction: Instruction, position: number): number {
    const code = this.text.codePointAt(position);
    switch (instruction.op) {
      case "char":
        if (code !== instruction.code && code !== instruction.other) return -1;
        return position + (instruction.code > 0xffff ? 2 : 1);
      case "set":
        if (code === undefined || !instruction.set.has(code)) return -1;
        return position + (code > 0xffff ? 2 : 1);
      case "assert":
        return this.holds(instruction.at, position) ? position : -1;
      case "backreference":
        return this.repeatGroup(instruction.index, instruction.rule, position);
      default:
        return -1;
    }
  }

  private repeatGroup(index: number, rule: CaseRule, position: number): number {
    const [from, to] = [this.slots[index * 2] ?? -1, this.slots[index * 2 + 1] ?? -1];
    if (index > this.program.groupCount || from < 0 || to < from) return -1;
    this.budget.left -= (to - from) >> 2;
    for (let offset = 0; offset < to - from; offset++) {
      const [own, other] = [this.text.charCodeAt(from + offset), this.text.charCodeAt(position + offset)];
      if (own !== other && !(other >= 0 && otherCases(own, rule).includes(other))) return -1;
    }
    return position + to - from;
  }

  private holds(at: Assertion, position: number): boolean {
    const { text } = this;
    switch (at) {
      case "input-start":
        return position === 0;
      case "input-end":
        return position === text.length;
      case "line-start":
        return position === 0 || (position < text.length && isLineEnd(text.charCodeAt(position - 1)) && !isInsidePair(text, position));
      case "line-end":
        return position === text.length || (isLineEnd(text.charCodeAt(position)) && !isInsidePair(text, position));
      case "unix-line-end":
        return position === text.length || text.charCodeAt(position) === 10;
      case "unix-final-end":
        return position === text.length || (position === text.length - 1 && text.charCodeAt(position) === 10);
      case "final-end":
        if (position === text.length) return true;
        if (position === text.length - 2) return text.endsWith("\r\n");
        return position === text.length - 1 && isLineEnd(text.charCodeAt(position)) && !isInsidePair(text, position);
      case "word":
        return this.isWordBorder(position);
      case "not-word":
        return !this.isWordBorder(position);
    }
  }

  private isWordBorder(position: number): boolean {
    const isWord = (index: number) => index >= 0 && index < this.text.length && wordCharacters.has(this.text.charCodeAt(index));
    return isWord(position - 1) !== isWord(position);
  }

  private widthBefore(position: number): number {
    const isPair = isLow(this.text.charCodeAt(position - 1)) && this.text.charCodeAt(position - 2) >> 10 === 0x36;
    return isPair ? 2 : 1;
  }
}

// Targets on the stack from here on are runs that can still shrink or grow.
const RUN_BASE = 1 << 20;
const LAZY_BASE = 1 << 21;

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

function isInsidePair(text: string, position: number): boolean {
  return text.charCodeAt(position) === 10 && text.charCodeAt(position - 1) === 13;
}

import type { VpcLinkTarget } from "../definition/vpc-link-targets.ts";

// After so many failures in a row a target gets no calls for a while; then one call finds out.
const failuresMax = 3;
const restMs = 10_000;

type Member = { target: VpcLinkTarget; current: number; failures: number; restsUntilMs: number };

/** Targets that share calls by weight; those that fail several times in a row rest. */
export class TargetGroup {
  readonly #members: readonly Member[];

  constructor(targets: readonly VpcLinkTarget[]) {
    this.#members = targets.map((target) => ({ target, current: 0, failures: 0, restsUntilMs: 0 }));
  }

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  /** The targets in the order in which a call tries them: the one whose turn it is, then the others. When all rest, none of them counts as resting. */
  order(nowMs: number): VpcLinkTarget[] {
    const awake = this.#members.filter(({ restsUntilMs }) => restsUntilMs <= nowMs);
    const usable = awake.length > 0 ? awake : this.#members;
    const first = takeTurn(usable);
    return first === undefined ? [] : [first, ...usable.filter((member) => member !== first)].map(({ target }) => target);
  }

  report(target: VpcLinkTarget, outcome: "answered" | "failed", nowMs: number): void {
    const member = this.#members.find((each) => each.target === target);
    if (member === undefined) return;
    member.failures = outcome === "answered" ? 0 : member.failures + 1;
    member.restsUntilMs = member.failures >= failuresMax ? nowMs + restMs : 0;
  }
}

// Each turn everybody gains its weight, and the richest pays for all: turns are spread as evenly as the weights allow.
function takeTurn(members: readonly Member[]): Member | undefined {
  let first: Member | undefined;
  let sum = 0;
  for (const member of members) {
    member.current += member.target.weight;
    sum += member.target.weight;
    if (first === undefined || member.current > first.current) first = member;
  }
  if (first !== undefined) first.current -= sum;
  return first;
}

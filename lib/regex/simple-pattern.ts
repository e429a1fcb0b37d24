import type { CharSet, RegexNode } from "./syntax.ts";

const ASCII = 128;

/**
 * The pattern for the platform's own engine, for trees that it can run in linear time: single characters, with a repeat at the very end
 * at most, of which nothing can fail afterwards. Everything else is left to the matcher with its budget.
 */
export function findSimplePattern(root: RegexNode): RegExp | undefined {
  const items = root.kind === "sequence" ? root.items : [root];
  const images: string[] = [];
  for (const [index, item] of items.entries()) {
    const image = findImage(item, index === items.length - 1);
    if (image === undefined) return undefined;
    images.push(image);
  }
  return new RegExp(images.join(""), "gu");
}

function findImage(node: RegexNode, isLast: boolean): string | undefined {
  if (node.kind === "literal") {
    if ((node.codePoint >= 0xd800 && node.codePoint < 0xe000) || (node.ignoresCase !== "exact" && isCased(node.codePoint)))
      return undefined;
    return toEscape(node.codePoint);
  }
  if (node.kind === "set") return findSetImage(node.set);
  if (node.kind !== "repeat" || !isLast || node.mode !== "greedy" || node.min > 1 || node.max !== Number.POSITIVE_INFINITY)
    return undefined;
  if (node.body.kind !== "literal" && node.body.kind !== "set") return undefined;
  const image = findImage(node.body, false);
  // `x*` matches between all characters; that is the slow matcher's business.
  return image === undefined || node.min === 0 ? undefined : `${image}+`;
}

function findSetImage(set: CharSet): string | undefined {
  if (set.beyond === "mixed") return undefined;
  const isInverse = set.beyond === "all";
  const image = Array.from({ length: ASCII }, (_, code) => (set.has(code) === isInverse ? "" : toEscape(code))).join("");
  if (image === "") return isInverse ? "[^]" : undefined;
  return isInverse ? `[^${image}]` : `[${image}]`;
}

function isCased(code: number): boolean {
  const char = String.fromCodePoint(code);
  return char.toLowerCase() !== char.toUpperCase();
}

function toEscape(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

import type { TextEdit } from "@/lib/vtl/diagnostic";

/** The smallest single edit that makes `after` of `before`, so that a cursor outside of it stays; `undefined` for equal texts. */
export function findChange(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** The text with all edits made; their offsets mean the text as it was. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start)
    .reduce((changed, { start, end, text: part }) => changed.slice(0, start) + part + changed.slice(end), text);
}

import type { Regex, RegexMatch } from "./compile-regex.ts";
import { type StepBudget, spendMatch } from "./matcher.ts";
import { RegexSyntaxError } from "./syntax.ts";

type ReplacementPart = { kind: "text"; text: string } | { kind: "group"; index: number };

/** Replaces up to `count` matches as Java does. */
export function replaceMatches(input: { regex: Regex; text: string; replacement: string; budget: StepBudget; count: number }): string {
  const { regex, text, budget } = input;
  let parts: ReplacementPart[] | undefined;
  let result = "";
  let copied = 0;
  let from = 0;
  for (let count = 0; count < input.count && from <= text.length; count++) {
    const match = regex.find(text, from, budget);
    if (match === undefined) break;
    // The replacement is only read when there is something to replace, so a bad one is no error before.
    parts ??= parseReplacement(input.replacement, regex);
    result += text.slice(copied, match.start);
    for (const part of parts) result += textOfPart(part, match, text);
    spendMatch(budget);
    copied = match.end;
    from = match.end === match.start ? match.end + 1 : match.end;
  }
  return result + text.slice(copied);
}

function textOfPart(part: ReplacementPart, match: RegexMatch, text: string): string {
  if (part.kind === "text") return part.text;
  const bounds = part.index === 0 ? match : match.groups[part.index - 1];
  return bounds === undefined ? "" : text.slice(bounds.start, bounds.end);
}

function parseReplacement(replacement: string, regex: Regex): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = "";
  for (let at = 0; at < replacement.length; at++) {
    const char = replacement[at] ?? "";
    if (char === "\\") {
      at++;
      if (at >= replacement.length) throw new RegexSyntaxError("character to be escaped is missing", at);
      text += replacement[at];
    } else if (char === "$") {
      const group = readGroup(replacement, at + 1, regex);
      parts.push({ kind: "text", text }, { kind: "group", index: group.index });
      text = "";
      at = group.end - 1;
    } else text += char;
  }
  parts.push({ kind: "text", text });
  return parts;
}

function readGroup(replacement: string, at: number, regex: Regex): { index: number; end: number } {
  const named = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(replacement.slice(at, at + 200));
  if (named !== null) {
    const index = regex.names.get(named[1] ?? "");
    if (index === undefined) throw new RegexSyntaxError(`No group with name {${named[1]}}`, at);
    return { index, end: at + named[0].length };
  }
  const first = replacement[at] ?? "";
  if (!/[0-9]/.test(first)) throw new RegexSyntaxError("Illegal group reference", at);
  let index = Number(first);
  if (index > regex.groupCount) throw new RegexSyntaxError(`No group ${index}`, at);
  let end = at + 1;
  while (/[0-9]/.test(replacement[end] ?? "") && index * 10 + Number(replacement[end]) <= regex.groupCount) {
    index = index * 10 + Number(replacement[end]);
    end++;
  }
  return { index, end };
}

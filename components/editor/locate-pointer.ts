export type PointedPlace = { start: number; end: number };

/** Where a JSON pointer's value stands in a valid JSON text, by offsets; for a property its key is part of it. */
export function locatePointer(text: string, pointer: string): PointedPlace | undefined {
  const wanted = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  let at = skipSpace(text, 0);
  let keyStart = at;
  for (const part of wanted) {
    const found = findPart(text, at, part);
    if (found === undefined) return undefined;
    at = found.valueStart;
    keyStart = found.start;
  }
  return { start: keyStart, end: skipValue(text, at) };
}

type Part = { start: number; valueStart: number };

function findPart(text: string, from: number, wanted: string): Part | undefined {
  const isObject = text[from] === "{";
  if (!isObject && text[from] !== "[") return undefined;
  let at = skipSpace(text, from + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index++) {
    const start = at;
    let name = String(index);
    if (isObject) {
      const keyEnd = skipValue(text, at);
      name = readKey(text.slice(at, keyEnd));
      // Behind the key comes a colon.
      at = skipSpace(text, skipSpace(text, keyEnd) + 1);
    }
    if (name === wanted) return { start, valueStart: at };
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return undefined;
}

function readKey(literal: string): string {
  const value: unknown = JSON.parse(literal);
  return String(value);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? "")) at++;
  return at;
}

function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === '"') {
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      if (depth === 0) return at + 1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      depth--;
      if (depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (depth === 0 && (char === "," || /\s/.test(char))) return at;
  }
  return text.length;
}

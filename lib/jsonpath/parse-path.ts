import { parseFilter } from "./parse-filter.ts";
import { parseJson } from "./parse-json.ts";
import { type FunctionParameter, isStepDefinite, JsonPathError, type Path, type PathStep } from "./path.ts";
import { unescapeText } from "./unescape-text.ts";

// Longer paths and deeper nesting are no honest use, and parsing works on them character by character.
const PATH_LENGTH_MAX = 4096;
const NESTING_MAX = 20;

/** Parses a path in Jayway's dialect; text without a leading `$` or `@` gets one. */
export function parsePath(text: string, nesting = 0): Path {
  if (text.length > PATH_LENGTH_MAX || nesting > NESTING_MAX) throw new JsonPathError("Path is too long");
  let path = text.trim();
  if (path === "") throw new JsonPathError("Path must not be empty");
  if (path[0] !== "$" && path[0] !== "@") path = `$.${path}`;
  if (path.endsWith(".")) throw new JsonPathError("Path must not end with a '.' or '..'");
  const steps = new PathReader(path, nesting).read();
  return { root: path[0] === "@" ? "@" : "$", steps, isDefinite: steps.every((_, at) => isStepDefinite(steps, at)) };
}

class PathReader {
  private position = 1;
  private readonly steps: PathStep[] = [];

  constructor(
    private readonly text: string,
    private readonly nesting: number,
  ) {}

  read(): PathStep[] {
    while (this.position < this.text.length) this.readStep();
    if (this.steps.at(-1)?.kind === "scan") throw new JsonPathError("Path must not end with a '.' or '..'");
    return this.steps;
  }

  private readStep(): void {
    const char = this.text[this.position];
    if (char === "[") {
      this.readBracket();
      return;
    }
    if (char !== "." && this.position === 1) throw this.fail("expected '.' or '['");
    if (char === ".") {
      const isScan = this.text[this.position + 1] === ".";
      this.position += isScan ? 2 : 1;
      if (isScan) this.steps.push({ kind: "scan" });
      if (this.text[this.position] === ".") throw this.fail("'.' is not valid here");
      if (this.text[this.position] === "[") {
        this.readBracket();
        return;
      }
    }
    if (this.text[this.position] === "*") {
      this.position++;
      this.steps.push({ kind: "wildcard" });
      return;
    }
    this.readPropertyOrFunction();
  }

  private readPropertyOrFunction(): void {
    const start = this.position;
    while (this.position < this.text.length && !".[( ".includes(this.text[this.position] ?? "")) this.position++;
    const name = this.text.slice(start, this.position);
    const next = this.text[this.position];
    if (next === " ") throw this.fail("use bracket notation ['my prop'] if your property contains blank characters");
    if (next === "(") {
      const close = this.findClosing(this.position);
      const parameters = this.readParameters(this.text.slice(this.position + 1, close));
      this.steps.push({ kind: "function", name, parameters });
      this.position = close + 1;
      return;
    }
    if (name === "") throw this.fail("a property is missing");
    this.steps.push({ kind: "property", names: [name] });
  }

  private readBracket(): void {
    const first = this.firstInBracket();
    if (first === "'" || first === '"') this.readProperties(first);
    else if (first === "?") this.readFilter();
    else this.readPositions();
  }

  private readPositions(): void {
    const close = this.text.indexOf("]", this.position);
    if (close < 0) throw this.fail("']' is missing");
    const content = this.text.slice(this.position + 1, close).trim();
    if (content === "*") this.steps.push({ kind: "wildcard" });
    else if (/^[-:0-9][-:0-9, ]*$/.test(content)) this.steps.push(this.readIndexes(content));
    else throw this.fail("expected ?, ', 0-9 or *");
    this.position = close + 1;
  }

  private firstInBracket(): string {
    let at = this.position + 1;
    while (this.text[at] === " ") at++;
    return this.text[at] ?? "";
  }

  private readIndexes(content: string): PathStep {
    if (content.includes(":")) {
      if (/[ ,]/.test(content)) throw this.fail("a slice has numbers only");
      const parts = content.split(":");
      const bound = (part: string | undefined) => (part === undefined || part === "" ? undefined : this.toInteger(part));
      const [from, to] = [bound(parts[0]), bound(parts[1])];
      if (from === undefined && to === undefined) throw this.fail("a slice needs a bound");
      return { kind: "slice", from, to };
    }
    const parts = content.split(/\s*,\s*/);
    while (parts.length > 1 && parts.at(-1) === "") parts.pop();
    return { kind: "index", indexes: parts.map((part) => this.toInteger(part)) };
  }

  private toInteger(text: string): number {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value > 2147483647 || value < -2147483648) throw this.fail(`'${text}' is no index`);
    return value;
  }

  private readProperties(quote: string): void {
    const names: string[] = [];
    let at = this.position + 1;
    let needsName = true;
    for (;;) {
      while (this.text[at] === " ") at++;
      const char = this.text[at];
      if (char === quote && needsName) {
        const end = this.findQuote(quote, at + 1);
        names.push(unescapeText(this.text.slice(at + 1, end)));
        needsName = false;
        at = end + 1;
      } else if (char === "," && !needsName) {
        needsName = true;
        at++;
      } else if (char === "]" && !needsName) break;
      else throw this.fail("properties are separated by commas and end with ']'");
    }
    this.steps.push({ kind: "property", names });
    this.position = at + 1;
  }

  private findQuote(quote: string, start: number): number {
    for (let at = start; at < this.text.length; at++) {
      if (this.text[at] === "\\") at++;
      else if (this.text[at] === quote) return at;
    }
    throw this.fail(`missing closing ${quote}`);
  }

  private readFilter(): void {
    const open = /^\[ *\? */.exec(this.text.slice(this.position));
    const start = this.position + (open?.[0].length ?? 0);
    if (this.text[start] !== "(") throw this.fail("a filter starts with '[?('");
    const filter = parseFilter(this.text, start, (path) => parsePath(path, this.nesting + 1));
    let at = filter.end;
    while (this.text[at] === " ") at++;
    if (this.text[at] !== "]") throw this.fail("a filter ends with ')]'");
    this.steps.push({ kind: "filter", condition: filter.condition });
    this.position = at + 1;
  }

  private findClosing(open: number): number {
    let depth = 0;
    for (let at = open; at < this.text.length; at++) {
      if (this.text[at] === "(") depth++;
      if (this.text[at] === ")") {
        depth--;
        if (depth === 0) return at;
      }
    }
    throw this.fail("arguments are not closed properly");
  }

  private readParameters(text: string): FunctionParameter[] {
    return splitParameters(text).flatMap((part): FunctionParameter[] => {
      const parameter = part.trim();
      if (/^[$@]/.test(parameter)) return [{ kind: "path", path: parsePath(parameter, this.nesting + 1) }];
      return /^[{"\d-]/.test(parameter) ? [{ kind: "json", value: parseJson(parameter) }] : [];
    });
  }

  private fail(reason: string): JsonPathError {
    return new JsonPathError(`Could not parse path at position ${this.position}: ${reason}`);
  }
}

function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

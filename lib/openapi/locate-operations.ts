import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { SourcePlace } from "../definition/import-review.ts";

/** An operation as the document writes it: its path, the key of its verb, and where that key is. */
export type LocatedOperation = SourcePlace & { path: string; key: string };

/** Where a document's operations are; of one that was read before. */
export function locateOperations(text: string): LocatedOperation[] {
  const isJson = text.trimStart().startsWith("{") && canParse(text);
  return isJson ? withLines(text, scanJson(text)) : locateInYaml(text);
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // YAML has objects in braces too.
    return false;
  }
}

type Found = { path: string; key: string; offset: number };

/** JSON's own parser does not say where things are, and one of YAML takes a hundred times as long for a large document. */
function scanJson(text: string): Found[] {
  const found: Found[] = [];
  const scanner = new JsonScanner(text);
  scanner.members((name) => {
    if (name !== "paths") return scanner.skip();
    scanner.members((path) =>
      scanner.members((key, offset) => {
        found.push({ path, key, offset });
        scanner.skip();
      }),
    );
  });
  return found;
}

/** Walks over a text that is known to be JSON. */
class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The members of the object that comes next; `visit` goes past the value. What is no object is skipped. */
  members(visit: (name: string, offset: number) => void): void {
    this.#space();
    if (this.#text[this.#at] !== "{") {
      this.skip();
      return;
    }
    this.#at++;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') break;
      const offset = this.#at;
      const name: unknown = JSON.parse(this.#string());
      this.#space();
      this.#at++;
      visit(String(name), offset);
      this.#space();
      if (this.#text[this.#at] !== ",") break;
      this.#at++;
    }
    this.#at++;
  }

  /** Goes past the value that comes next. */
  skip(): void {
    this.#space();
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === '"') this.#string();
      else if (depth === 0 && (char === "," || char === "}" || char === "]")) return;
      else {
        if (char === "{" || char === "[") depth++;
        if (char === "}" || char === "]") depth--;
        this.#at++;
      }
      if (depth === 0 && (char === '"' || char === "}" || char === "]")) return;
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === "\\" ? 2 : 1;
    this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}

/** Offsets as lines and columns; they come in the order of the text. */
function withLines(text: string, found: readonly Found[]): LocatedOperation[] {
  let line = 1;
  let lineStart = 0;
  return found.map(({ offset, ...operation }) => {
    for (let end = text.indexOf("\n", lineStart); end >= 0 && end < offset; end = text.indexOf("\n", lineStart)) {
      line++;
      lineStart = end + 1;
    }
    return { ...operation, line, column: offset - lineStart + 1 };
  });
}

function locateInYaml(text: string): LocatedOperation[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, merge: true, logLevel: "error" });
  const paths = isMap(contents) ? contents.get("paths") : undefined;
  if (!isMap(paths)) return [];
  return paths.items.flatMap((pathItem) => {
    const operations = isPair(pathItem) && isMap(pathItem.value) ? pathItem.value.items : [];
    return operations.flatMap(({ key }) => {
      if (!isScalar(key) || !isScalar(pathItem.key)) return [];
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      return [{ path: String(pathItem.key.value), key: String(key.value), line, column: col }];
    });
  });
}

import type { JsonPathText, Parsed } from "./expression.ts";

/** A value of the second API, such as `$request.header.X` or `${request.path.id}-${stageVariables.x}`: fixed texts and sources in turn. */
export type RequestExpression = readonly (string | RequestSource)[];

/** Where a part of a value comes from. */
export type RequestSource =
  | { kind: "parameter"; of: "request" | "response"; location: "header" | "querystring" | "path"; name: string }
  /** The path of the request, below the stage. */
  | { kind: "requestPath" }
  | { kind: "body"; of: "request" | "response"; path: JsonPathText | undefined }
  | { kind: "status" }
  | { kind: "context"; path: readonly string[] }
  | { kind: "stageVariable"; name: string };

/** The places that sources are read from; a place that does not apply answers `undefined`. */
export interface RequestSources {
  parameter(of: "request" | "response", location: "header" | "querystring" | "path", name: string): string | undefined;
  requestPath(): string;
  body(of: "request" | "response", path: JsonPathText | undefined): string | undefined;
  status(): string | undefined;
  context(path: readonly string[]): string | undefined;
  stageVariable(name: string): string | undefined;
}

// Longer expressions are no use to anybody; this one keeps parsing cheap.
const lengthMax = 4_096;

const placeholder = /\$\{([^{}]*)\}/g;

/** Parses a value: one source after a dollar sign, or a text with sources in braces. Anything else is a fixed text. */
export function parseRequestExpression(text: string): Parsed<RequestExpression> {
  if (text.length > lengthMax) return { ok: false, error: "The expression is too long" };
  const whole = text.startsWith("$") && !text.startsWith("${") ? parseSource(text.slice(1)) : undefined;
  if (whole !== undefined) return { ok: true, value: [whole] };
  const parts: (string | RequestSource)[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    const source = parseSource(match[1] ?? "");
    if (source === undefined) return { ok: false, error: `Invalid selection expression specified: ${match[0]}` };
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(source);
    end = match.index + match[0].length;
  }
  if (end < text.length || parts.length === 0) parts.push(text.slice(end));
  return { ok: true, value: parts };
}

function parseSource(text: string): RequestSource | undefined {
  const [root = "", ...rest] = text.split(".");
  const below = rest.join(".");
  if (root === "context") return below === "" ? undefined : { kind: "context", path: rest };
  if (root === "stageVariables") return below === "" ? undefined : { kind: "stageVariable", name: below };
  if (root === "response" && below === "statuscode") return { kind: "status" };
  return root === "request" || root === "response" ? parseMessagePart(root, below) : undefined;
}

function parseMessagePart(of: "request" | "response", text: string): RequestSource | undefined {
  const [part = "", ...rest] = text.split(".");
  const name = rest.join(".");
  if (part === "body" || part.startsWith("body[")) {
    const path = text.slice("body".length);
    return { kind: "body", of, path: path === "" ? undefined : `$${path}` };
  }
  if (of === "request" && part === "path" && name === "") return { kind: "requestPath" };
  if (name === "") return undefined;
  if (part === "header") return { kind: "parameter", of, location: part, name };
  return of === "request" && (part === "querystring" || part === "path") ? { kind: "parameter", of, location: part, name } : undefined;
}

/** The value of an expression; undefined when it is one source that has none. In a longer text a missing source is empty. */
export function evaluateRequestExpression(expression: RequestExpression, sources: RequestSources): string | undefined {
  const [first] = expression;
  if (expression.length === 1 && first !== undefined) return typeof first === "string" ? first : read(first, sources);
  return expression.map((part) => (typeof part === "string" ? part : (read(part, sources) ?? ""))).join("");
}

function read(source: RequestSource, sources: RequestSources): string | undefined {
  switch (source.kind) {
    case "parameter":
      return sources.parameter(source.of, source.location, source.name);
    case "requestPath":
      return sources.requestPath();
    case "body":
      return sources.body(source.of, source.path);
    case "status":
      return sources.status();
    case "context":
      return sources.context(source.path);
    case "stageVariable":
      return sources.stageVariable(source.name);
  }
}

/** Whether the body of a message has to be here before the expression can be evaluated. */
export function readsBody(expression: RequestExpression, of: "request" | "response"): boolean {
  return expression.some((part) => typeof part !== "string" && part.kind === "body" && part.of === of);
}

import type { Destination, Expression, JsonPathText, ParameterLocation, ParameterSource, Parsed } from "./expression.ts";

// Longer expressions are refused by the service's limits on mappings; this one keeps parsing cheap.
const EXPRESSION_LENGTH_MAX = 4096;

const PARAMETER_NAME = /^[A-Za-z0-9._$:-]+$/;
const VARIABLE_NAME = /^[A-Za-z0-9_]+$/;
const CONTEXT_PATH = /^[A-Za-z0-9_$:-]+(\.[A-Za-z0-9_$:-]+)*$/;

const SOURCE_PREFIXES: readonly ParameterSource[] = ["method.request", "integration.response"];
const DESTINATION_PREFIXES = ["integration.request", "method.response"] as const;

const LOCATIONS: Readonly<Record<string, { location: ParameterLocation; multiple: boolean }>> = {
  header: { location: "header", multiple: false },
  querystring: { location: "querystring", multiple: false },
  path: { location: "path", multiple: false },
  multivalueheader: { location: "header", multiple: true },
  multivaluequerystring: { location: "querystring", multiple: true },
};

/** Parses the source side of a REST mapping: a parameter, a body, `context.x`, `stageVariables.x` or a static `'value'`. */
export function parseExpression(text: string): Parsed<Expression> {
  if (text.length > EXPRESSION_LENGTH_MAX) return fail(text);
  if (text.startsWith("'")) return parseStatic(text);
  if (text.startsWith("context.")) return parseContext(text);
  if (text.startsWith("stageVariables.")) return parseStageVariable(text);
  for (const of of SOURCE_PREFIXES) {
    if (text.startsWith(`${of}.`)) return parseMessagePart(text, of, text.slice(of.length + 1));
  }
  return fail(text);
}

/** Parses the target side of a REST mapping, such as `integration.request.header.X` or `method.response.header.X`. */
export function parseDestination(text: string): Parsed<Destination> {
  if (text.length > EXPRESSION_LENGTH_MAX) return fail(text);
  const to = DESTINATION_PREFIXES.find((prefix) => text.startsWith(`${prefix}.`));
  if (to === undefined) return fail(text);
  const parameter = parseParameter(text.slice(to.length + 1));
  if (parameter === undefined) return fail(text);
  if (to === "method.response" && parameter.location !== "header") return fail(text);
  return { ok: true, value: { to, ...parameter } };
}

/** Parses the name of a method's own parameter, such as `method.request.querystring.page`; only single-value places are allowed. */
export function parseMethodParameter(text: string): Parsed<{ location: ParameterLocation; name: string }> {
  const expression = parseExpression(text);
  if (!expression.ok) return expression;
  const { value } = expression;
  if (value.kind !== "parameter" || value.of !== "method.request" || value.multiple) return fail(text);
  return { ok: true, value: { location: value.location, name: value.name } };
}

function parseStatic(text: string): Parsed<Expression> {
  if (text.length < 2 || !text.endsWith("'")) return fail(text);
  return { ok: true, value: { kind: "static", value: text.slice(1, -1) } };
}

function parseContext(text: string): Parsed<Expression> {
  const path = text.slice("context.".length);
  if (!CONTEXT_PATH.test(path)) return fail(text);
  return { ok: true, value: { kind: "context", path: path.split(".") } };
}

function parseStageVariable(text: string): Parsed<Expression> {
  const name = text.slice("stageVariables.".length);
  if (!VARIABLE_NAME.test(name)) return fail(text);
  return { ok: true, value: { kind: "stageVariable", name } };
}

function parseMessagePart(text: string, of: ParameterSource, part: string): Parsed<Expression> {
  if (part === "body") return { ok: true, value: { kind: "body", of, path: undefined } };
  if (part.startsWith("body.") || part.startsWith("body[")) {
    const path = toJsonPath(part.slice("body".length));
    return path === undefined ? fail(text) : { ok: true, value: { kind: "body", of, path } };
  }
  const parameter = parseParameter(part);
  if (parameter === undefined) return fail(text);
  if (of === "integration.response" && parameter.location !== "header") return fail(text);
  return { ok: true, value: { kind: "parameter", of, ...parameter } };
}

// `body.a.b`, `body.$.a.b` and `body['a']` are all in use.
function toJsonPath(rest: string): JsonPathText | undefined {
  if (rest.startsWith("[")) return `$${rest}`;
  const path = rest.slice(1);
  if (path === "") return undefined;
  return path.startsWith("$") ? path : `$.${path}`;
}

function parseParameter(part: string): { location: ParameterLocation; name: string; multiple: boolean } | undefined {
  const dot = part.indexOf(".");
  if (dot < 0) return undefined;
  const key = part.slice(0, dot);
  const place = Object.hasOwn(LOCATIONS, key) ? LOCATIONS[key] : undefined;
  const name = part.slice(dot + 1);
  if (place === undefined || !PARAMETER_NAME.test(name)) return undefined;
  return { ...place, name };
}

function fail(text: string): { ok: false; error: string } {
  return { ok: false, error: `Invalid mapping expression specified: ${text}` };
}

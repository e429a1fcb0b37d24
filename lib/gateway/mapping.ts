import { evaluateExpression } from "../expressions/evaluate-expression.ts";
import type { Destination, Expression, ExpressionSources } from "../expressions/expression.ts";
import { parseDestination, parseExpression } from "../expressions/parse-expression.ts";
import { jsonPathText } from "../jsonpath/json-path-text.ts";
import { type BodyText, servedBodyMax } from "./body-jobs.ts";
import { contextText } from "./context-variables.ts";
import type { Exchange } from "./exchange.ts";
import { configurationError } from "./refusal.ts";

/** One line of `requestParameters` or `responseParameters`. */
export type Mapping = { destination: Destination; expression: Expression };

/** What a line yielded: the destination and its values; lines without a value are left out. */
export type MappedValue = { destination: Destination; values: readonly string[] };

/** A message whose parameters a mapping reads. */
export type MappingMessage = { headers(name: string): readonly string[] | undefined; body: MappedBody };

/** A body that mappings read; of a long one, what they select was looked up before. */
export type MappedBody = { text: () => string; selected?: ReadonlyMap<string, string | undefined> | undefined };

const noText: MappedBody = { text: () => "" };

export function compileMappings(parameters: Readonly<Record<string, string>> | undefined): Mapping[] {
  return Object.entries(parameters ?? {}).map(([target, source]) => {
    const destination = parseDestination(target);
    const expression = parseExpression(source);
    if (!destination.ok) throw configurationError(destination.error);
    if (!expression.ok) throw configurationError(expression.error);
    return { destination: destination.value, expression: expression.value };
  });
}

/** Whether a mapping reads the body of the request, so that it has to be here first. */
export function readsRequestBody(mappings: readonly Mapping[]): boolean {
  return mappings.some(({ expression }) => expression.kind === "body" && expression.of === "method.request");
}

/** Whether a mapping reads the body of the backend's answer. */
export function readsResponseBody(mappings: readonly Mapping[]): boolean {
  return mappings.some(({ expression }) => expression.kind === "body" && expression.of === "integration.response");
}

/** What mappings select from a body by their paths, where it is too long to be read while others wait; undefined where it is not. */
export function selectLong(
  mappings: readonly Pick<Mapping, "expression">[],
  of: "method.request" | "integration.response",
  exchange: Exchange,
  body: BodyText,
): Promise<ReadonlyMap<string, string | undefined>> | undefined {
  if (mappings.length === 0) return undefined;
  const paths = mappings.flatMap(({ expression }) =>
    expression.kind === "body" && expression.of === of && expression.path !== undefined ? [expression.path] : [],
  );
  // Each path reads the body anew.
  if (body.length * paths.length <= servedBodyMax) return undefined;
  return exchange.ports.bodies.run("select", { body, paths });
}

export function evaluateMappings(mappings: readonly Mapping[], sources: ExpressionSources): MappedValue[] {
  const mapped: MappedValue[] = [];
  for (const { destination, expression } of mappings) {
    const value = evaluateExpression(expression, sources);
    if (value !== undefined) mapped.push({ destination, values: typeof value === "string" ? [value] : value });
  }
  return mapped;
}

/** The places that a mapping of this request can read; `answer` is there once a backend answered. */
export function mappingSources(exchange: Exchange, requestBody: MappedBody = noText, answer?: MappingMessage): ExpressionSources {
  return {
    parameter(of, location, name) {
      if (of === "integration.response") return location === "header" ? answer?.headers(name) : undefined;
      if (location === "header") return exchange.headers.get(name.toLowerCase())?.values;
      if (location === "querystring") return exchange.query.get(name);
      const value = exchange.path.get(name);
      return value === undefined ? undefined : [value];
    },
    body(of, path) {
      const body = of === "method.request" ? requestBody : answer?.body;
      if (path === undefined) return body?.text();
      if (body?.selected !== undefined) return body.selected.get(path);
      return body && jsonPathText(body.text(), path);
    },
    context: (path) => contextText(exchange, path),
    stageVariable: (name) => (Object.hasOwn(exchange.stage.variables, name) ? exchange.stage.variables[name] : undefined),
  };
}

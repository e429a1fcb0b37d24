import { matchPath } from "@/components/editor/logged-input";
import type { MessageView, TraceRecord } from "@/lib/definition/trace";
import { evaluateExpression } from "@/lib/expressions/evaluate-expression";
import type { ExpressionSources } from "@/lib/expressions/expression";
import { parseDestination, parseExpression } from "@/lib/expressions/parse-expression";
import { jsonPathText } from "@/lib/jsonpath/json-path-text";

/** One mapping in a request that was tested: what its source had, and what came of it; undefined where that is not known. */
export type MappingValue = { to: string; from: string; source: string | undefined; result: string | undefined };

/** A test as far as mappings show in it. */
export type TestedCall = { resourcePath: string; trace: TraceRecord; replyHeaders: readonly (readonly [string, string])[] };

export function listMappingValues(parameters: Readonly<Record<string, string>>, call: TestedCall): MappingValue[] {
  const { trace } = call;
  const received = trace.steps.find(({ in: seen }) => seen?.url !== undefined)?.in;
  const sent = trace.steps.find(({ out: seen }) => seen?.url !== undefined)?.out;
  const answered = trace.steps.find(({ kind }) => kind === "integration")?.out;
  const sources = sourcesOf({ received, answered }, call);
  return Object.entries(parameters).map(([to, from]) => {
    const expression = parseExpression(from);
    const value = expression.ok ? evaluateExpression(expression.value, sources) : undefined;
    const source = value === undefined || typeof value === "string" ? value : value.join(", ");
    return { to, from, source, result: resultOf(to, sent, call) };
  });
}

type Messages = { received: MessageView | undefined; answered: MessageView | undefined };

function sourcesOf({ received, answered }: Messages, { resourcePath, trace }: TestedCall): ExpressionSources {
  const [path = "", query = ""] = (received?.url ?? "").split("?");
  return {
    parameter(of, location, name) {
      if (of === "integration.response") return valuesOf(answered?.headers, name);
      if (location === "header") return valuesOf(received?.headers, name);
      if (location === "querystring") return new URLSearchParams(query).getAll(name);
      const value = matchPath(resourcePath, path)[name];
      return value === undefined ? undefined : [value];
    },
    body(of, selector) {
      const text = (of === "method.request" ? received : answered)?.body;
      return text === undefined || selector === undefined ? text : jsonPathText(text, selector);
    },
    context: (name) => (name.join(".") === "requestId" ? trace.requestId : undefined),
    stageVariable: () => undefined,
  };
}

function resultOf(to: string, sent: MessageView | undefined, { replyHeaders }: TestedCall): string | undefined {
  const destination = parseDestination(to);
  if (!destination.ok) return undefined;
  const { to: message, location, name } = destination.value;
  if (location === "path") return undefined;
  const query = new URLSearchParams(sent?.url?.split("?")[1] ?? "");
  const values =
    location === "querystring" ? query.getAll(name) : valuesOf(message === "method.response" ? replyHeaders : sent?.headers, name);
  return values.length === 0 ? undefined : values.join(", ");
}

/** The values of a header in a message. */
export function valuesOf(headers: readonly (readonly [string, string])[] | undefined, name: string): string[] {
  return (headers ?? []).filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

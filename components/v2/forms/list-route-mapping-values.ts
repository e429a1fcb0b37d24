import { matchPath } from "@/components/editor/logged-input";
import { type MappingValue, valuesOf } from "@/components/workbench/boxes/list-mapping-values";
import type { MessageView, TraceRecord } from "@/lib/definition/trace";
import {
  evaluateRequestExpression,
  parseRequestExpression,
  type RequestExpression,
  type RequestSources,
} from "@/lib/expressions/request-expression";
import { jsonPathText } from "@/lib/jsonpath/json-path-text";

/** A test of an HTTP API as far as mappings show in it. */
export type TestedRoute = {
  resourcePath: string;
  trace: TraceRecord;
  reply: { status: number; headers: readonly (readonly [string, string])[] };
};

/** `isRecorded` is false where a source reads what a trace does not have. */
export type RouteMappingValue = MappingValue & { isRecorded: boolean };

/** What each line of a mapping of an HTTP API read in a test, and what the message had afterwards. */
export function listRouteMappingValues(
  parameters: Readonly<Record<string, string>>,
  call: TestedRoute,
  of: "request" | "response",
): RouteMappingValue[] {
  const received = call.trace.steps.find(({ in: seen }) => seen?.url !== undefined)?.in;
  const sent = call.trace.steps.find(({ out: seen }) => seen?.url !== undefined)?.out;
  const answered = backendAnswer(call.trace);
  const sources = sourcesOf({ received, answered }, call);
  return Object.entries(parameters).map(([to, from]) => {
    const parsed = to.startsWith("remove:") ? undefined : parseRequestExpression(from);
    const isRecorded = parsed === undefined || !parsed.ok || parsed.value.every((part) => isInTrace(part, sources));
    const source = parsed?.ok && isRecorded ? evaluateRequestExpression(parsed.value, sources) : undefined;
    return { to, from, source, isRecorded, result: of === "request" ? partOf(to, sent) : answerPartOf(to, call.reply) };
  });
}

export function backendAnswer({ steps }: TraceRecord): MessageView | undefined {
  return steps.find(({ kind }) => kind === "integration")?.out;
}

function isInTrace(part: RequestExpression[number], sources: RequestSources): boolean {
  if (typeof part === "string") return true;
  return part.kind === "context" ? sources.context(part.path) !== undefined : part.kind !== "stageVariable";
}

type Messages = { received: MessageView | undefined; answered: MessageView | undefined };

function sourcesOf({ received, answered }: Messages, { resourcePath, trace }: TestedRoute): RequestSources {
  const [path = "", query = ""] = (received?.url ?? "").split("?");
  const facts: Readonly<Record<string, string | undefined>> = {
    requestId: trace.requestId,
    apiId: trace.apiId,
    stage: trace.stage,
    httpMethod: received?.method,
    path,
  };
  return {
    parameter(of, location, name) {
      if (of === "response") return joined(valuesOf(answered?.headers, name));
      if (location === "header") return joined(valuesOf(received?.headers, name));
      return location === "querystring" ? joined(new URLSearchParams(query).getAll(name)) : matchPath(resourcePath, path)[name];
    },
    requestPath: () => path,
    body(of, selector) {
      const text = (of === "request" ? received : answered)?.body;
      return text === undefined || selector === undefined ? text : jsonPathText(text, selector);
    },
    status: () => (answered?.status === undefined ? undefined : String(answered.status)),
    context: (name) => (name.length === 1 && name[0] !== undefined && Object.hasOwn(facts, name[0]) ? facts[name[0]] : undefined),
    stageVariable: () => undefined,
  };
}

function partOf(to: string, sent: MessageView | undefined): string | undefined {
  const { part, name } = destinationOf(to);
  const [address = "", query = ""] = (sent?.url ?? "").split("?");
  if (part === "header") return joined(valuesOf(sent?.headers, name));
  if (part === "querystring") return joined(new URLSearchParams(query).getAll(name));
  return part === "path" && URL.canParse(address) ? new URL(address).pathname : undefined;
}

function answerPartOf(to: string, { status, headers }: TestedRoute["reply"]): string | undefined {
  const { part, name } = destinationOf(to);
  return part === "statuscode" ? String(status) : joined(valuesOf(headers, name));
}

/** `append:header.x` without what is done to it. */
function destinationOf(to: string): { part: string; name: string } {
  const [part = "", ...name] = to.slice(to.indexOf(":") + 1).split(".");
  return { part, name: name.join(".") };
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(",");
}

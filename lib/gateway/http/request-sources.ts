import { parseRequestExpression, type RequestExpression, type RequestSources } from "../../expressions/request-expression.ts";
import { jsonPathText } from "../../jsonpath/json-path-text.ts";
import { contextText } from "../context-variables.ts";
import { type Exchange, isHiddenRequestHeader } from "../exchange.ts";
import { type HeaderList, headerValues } from "../message.ts";
import { configurationError } from "../refusal.ts";
import { decodeSegment } from "../router.ts";

/** The answer of a backend, for mappings that read it. */
export type MappedAnswer = { status: number; headers: HeaderList; body: () => string };

// A path is looked for in so much of a body only, as the service does.
const searchedBodyMax = 100 * 1_024;

/** The places that expressions of an HTTP API read. Several values of one name are joined by commas. */
export function requestSources(exchange: Exchange, requestBody: () => string, answer?: MappedAnswer): RequestSources {
  return {
    parameter(of, location, name) {
      if (of === "response") return answer && joined(headerValues(answer.headers, name.toLowerCase()));
      if (location === "header") return joined(visibleHeader(exchange, name.toLowerCase()));
      return location === "querystring" ? joined(exchange.query.get(name)) : exchange.path.get(name);
    },
    requestPath: () => decodeSegment(exchange.request.rawPath),
    body(of, path) {
      const text = of === "request" ? requestBody() : answer?.body();
      return text === undefined || path === undefined ? text : jsonPathText(text.slice(0, searchedBodyMax), path);
    },
    status: () => (answer === undefined ? undefined : String(answer.status)),
    context: (path) => contextText(exchange, path),
    stageVariable: (name) => (Object.hasOwn(exchange.stage.variables, name) ? exchange.stage.variables[name] : undefined),
  };
}

// One look through the list costs less than the index of all of them.
function visibleHeader({ request }: Exchange, name: string): string[] {
  return isHiddenRequestHeader(name) ? [] : headerValues(request.headers, name);
}

function joined(values: readonly string[] | undefined): string | undefined {
  return values === undefined || values.length === 0 ? undefined : values.join(",");
}

export function compileExpression(text: string): RequestExpression {
  const parsed = parseRequestExpression(text);
  if (!parsed.ok) throw configurationError(parsed.error);
  return parsed.value;
}

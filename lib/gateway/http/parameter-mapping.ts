import { evaluateRequestExpression, type RequestExpression, type RequestSources, readsBody } from "../../expressions/request-expression.ts";
import { addHeader, findHeader, removeHeader, setHeader } from "../message.ts";
import { configurationError } from "../refusal.ts";
import { compileExpression } from "./request-sources.ts";

/** One line of `requestParameters` or `responseParameters`: what is done to which part, and with what value. */
export type ParameterMapping = { action: Action; part: Part; name: string; value: RequestExpression };

type Action = "append" | "overwrite" | "remove";
type Part = "header" | "querystring" | "path" | "statuscode";

const keyPattern = /^(append|overwrite|remove):(?:(header|querystring)\.(.+)|(path|statuscode))$/;

export function compileParameterMappings(parameters: Readonly<Record<string, string>> | undefined): ParameterMapping[] {
  return Object.entries(parameters ?? {}).map(([key, text]) => {
    const match = keyPattern.exec(key);
    const part = match?.[2] ?? match?.[4];
    if (match === null || part === undefined) throw configurationError(`Invalid mapping expression specified: ${key}`);
    // The pattern has these words only.
    return { action: match[1] as Action, part: part as Part, name: match[3] ?? "", value: compileExpression(text) };
  });
}

/** Whether a line reads the body of a message, so that it has to be here first. */
export function mappingsReadBody(mappings: readonly ParameterMapping[], of: "request" | "response"): boolean {
  return mappings.some(({ value }) => readsBody(value, of));
}

/** The parts of a request that mappings change. */
export type MappedParts = { headers: string[]; query: [name: string, value: string][]; path: string | undefined };

// What belongs to the connection, to the caller's credentials or to the gateway itself cannot be mapped.
const reserved =
  /^(access-control-.*|apigw-.*|x-amz-.*|x-amzn-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|via|x-forwarded-(for|host|proto))$/i;

export function applyRequestMappings(mappings: readonly ParameterMapping[], parts: MappedParts, sources: RequestSources): void {
  for (const mapping of mappings) {
    const value = mapping.action === "remove" ? "" : evaluateRequestExpression(mapping.value, sources);
    // A value that the request does not have changes nothing.
    if (value === undefined) continue;
    if (mapping.part === "header") mapHeader(parts.headers, mapping, value);
    else if (mapping.part === "querystring") mapQuery(parts.query, mapping, value);
    else if (mapping.part === "path") parts.path = value;
  }
}

/** Changes the headers of an answer and returns its status. */
export function applyResponseMappings(
  mappings: readonly ParameterMapping[],
  answer: { status: number; headers: string[] },
  sources: RequestSources,
): number {
  let { status } = answer;
  for (const mapping of mappings) {
    const value = mapping.action === "remove" ? "" : evaluateRequestExpression(mapping.value, sources);
    if (value === undefined) continue;
    if (mapping.part === "header") mapHeader(answer.headers, mapping, value);
    else if (mapping.part === "statuscode" && /^[2-5]\d\d$/.test(value)) status = Number(value);
  }
  return status;
}

function mapHeader(headers: string[], { action, name }: ParameterMapping, value: string): void {
  if (reserved.test(name)) return;
  const key = name.toLowerCase();
  if (action === "remove") removeHeader(headers, key);
  else if (action === "overwrite" || findHeader(headers, key) === undefined) setHeader(headers, name, value);
  else addHeader(headers, name, [value]);
}

function mapQuery(query: MappedParts["query"], { action, name }: ParameterMapping, value: string): void {
  if (action !== "append") {
    for (let i = query.length - 1; i >= 0; i--) if (query[i]?.[0] === name) query.splice(i, 1);
  }
  if (action !== "remove") query.push([name, value]);
}

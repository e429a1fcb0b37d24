import { evaluateRequestExpression, type RequestExpression } from "../../expressions/request-expression.ts";
import type { Exchange } from "../exchange.ts";
import { compileExpression, requestSources } from "./request-sources.ts";

/** Where an authorizer looks for who calls: expressions such as `$request.header.Authorization`. */
export function compileIdentity(sources: readonly string[]): RequestExpression[] {
  return sources.filter((source) => source.trim() !== "").map((source) => compileExpression(source.trim()));
}

/** What the request says about who calls; undefined when one of the places is missing or empty. */
export function readIdentityOf(sources: readonly RequestExpression[], exchange: Exchange): string[] | undefined {
  const places = requestSources(exchange, () => "");
  const values: string[] = [];
  for (const source of sources) {
    const value = evaluateRequestExpression(source, places);
    if (value === undefined || value === "") return undefined;
    values.push(value);
  }
  return values;
}

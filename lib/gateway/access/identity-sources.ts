import { evaluateExpression } from "../../expressions/evaluate-expression.ts";
import type { Expression } from "../../expressions/expression.ts";
import { parseExpression } from "../../expressions/parse-expression.ts";
import type { Exchange } from "../exchange.ts";
import { mappingSources } from "../mapping.ts";
import { configurationError } from "../refusal.ts";

/** Where an authorizer looks for who calls: expressions such as `method.request.header.Authorization`, parted by commas. */
export function compileIdentitySources(text: string | undefined): Expression[] {
  const parts = (text ?? "").split(",").map((part) => part.trim());
  return parts
    .filter((part) => part !== "")
    .map((part) => {
      const expression = parseExpression(part);
      if (!expression.ok) throw configurationError(`Invalid identity source: ${part}`);
      return expression.value;
    });
}

/** The value of each source; undefined when one of them is missing or empty. */
export function readIdentity(sources: readonly Expression[], exchange: Exchange): string[] | undefined {
  const places = mappingSources(exchange);
  const values: string[] = [];
  for (const source of sources) {
    const value = evaluateExpression(source, places);
    const text = typeof value === "string" ? value : value?.join(",");
    if (text === undefined || text === "") return undefined;
    values.push(text);
  }
  return values;
}

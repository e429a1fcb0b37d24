import type { Expression, ExpressionSources, ExpressionValue } from "./expression.ts";

/** The value of an expression; a single-value parameter that came several times gives its last value, as the service does. */
export function evaluateExpression(expression: Expression, sources: ExpressionSources): ExpressionValue {
  switch (expression.kind) {
    case "static":
      return expression.value;
    case "parameter": {
      const values = sources.parameter(expression.of, expression.location, expression.name);
      if (values === undefined || values.length === 0) return undefined;
      return expression.multiple ? values : values[values.length - 1];
    }
    case "body":
      return sources.body(expression.of, expression.path);
    case "context":
      return sources.context(expression.path);
    case "stageVariable":
      return sources.stageVariable(expression.name);
  }
}

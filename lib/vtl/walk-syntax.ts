import type { Expression, Reference, Statement } from "./syntax.ts";

/** What a walk over a template calls. */
export type Visitor = {
  statement?: (statement: Statement) => void;
  /** Each reference, printed or not; `isTarget` when it is assigned. */
  reference?: (reference: Reference, isTarget: boolean) => void;
};

/** Visits all statements and references, those inside of others too. */
export function walkStatements(statements: readonly Statement[], visitor: Visitor): void {
  for (const statement of statements) {
    visitor.statement?.(statement);
    switch (statement.kind) {
      case "print":
        walkReference(statement.reference, visitor, false);
        break;
      case "set":
        walkReference(statement.target, visitor, true);
        walkExpression(statement.value, visitor);
        break;
      case "if":
        for (const branch of statement.branches) {
          walkExpression(branch.condition, visitor);
          walkStatements(branch.body, visitor);
        }
        walkStatements(statement.otherwise ?? [], visitor);
        break;
      case "foreach":
        if (statement.list !== undefined) walkExpression(statement.list, visitor);
        walkStatements(statement.body, visitor);
        break;
      case "define":
        walkStatements(statement.body, visitor);
        break;
      default:
        break;
    }
  }
}

function walkReference(reference: Reference, visitor: Visitor, isTarget: boolean): void {
  visitor.reference?.(reference, isTarget);
  for (const accessor of reference.accessors) {
    if (accessor.kind === "method") for (const parameter of accessor.parameters) walkExpression(parameter, visitor);
    if (accessor.kind === "index") walkExpression(accessor.index, visitor);
  }
}

function walkExpression(expression: Expression, visitor: Visitor): void {
  switch (expression.kind) {
    case "template":
      walkStatements(expression.body, visitor);
      break;
    case "list":
      for (const item of expression.items) walkExpression(item, visitor);
      break;
    case "map":
      for (const { key, value } of expression.entries) {
        walkExpression(key, visitor);
        walkExpression(value, visitor);
      }
      break;
    case "range":
      walkExpression(expression.from, visitor);
      walkExpression(expression.to, visitor);
      break;
    case "reference":
      walkReference(expression.reference, visitor, false);
      break;
    case "group":
      walkExpression(expression.inner, visitor);
      break;
    case "not":
      walkExpression(expression.operand, visitor);
      break;
    case "operation":
      walkExpression(expression.left, visitor);
      walkExpression(expression.right, visitor);
      break;
    default:
      break;
  }
}

import { isNode, type Node } from "../node.ts";

/** A document that is being made. */
export type Draft = { [name: string]: unknown };

/** The object at a member, made when it is not there. */
export function objectAt(draft: Draft, name: string): Draft {
  const known = draft[name];
  if (isNode(known)) return known as Draft;
  const made: Draft = {};
  draft[name] = made;
  return made;
}

export const anyMethodKey = "x-amazon-apigateway-any-method";
export const integrationKey = "x-amazon-apigateway-integration";

const verbs = ["get", "put", "post", "delete", "options", "head", "patch"];

/** The operations of a path, by their keys in the document. */
export function operationsOf(pathItem: Node): [string, Node][] {
  return Object.entries(pathItem).flatMap(([key, operation]) =>
    (verbs.includes(key.toLowerCase()) || key === anyMethodKey) && isNode(operation) ? [[key, operation] as [string, Node]] : [],
  );
}

export function methodKey(method: string): string {
  const lower = method.toLowerCase();
  return lower === "any" || lower === "*" ? anyMethodKey : lower;
}

/** The address of a function in an integration; `target` is a Ref of an alias or the function's logical id. */
export function functionUri({ functionId, alias }: { functionId: string; alias: string | undefined }): Node {
  const target = alias === undefined ? `\${${functionId}.Arn}` : `\${${alias}}`;
  return { "Fn::Sub": `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${target}/invocations` };
}

/** The address of a function whose ARN a property gives. */
export function functionUriOf(arn: unknown): Node {
  return {
    "Fn::Sub": [
      "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
      { __FunctionArn__: arn },
    ],
  };
}

/** A value that holds only with the condition of what it comes from. */
export function onlyIf(condition: unknown, value: unknown): unknown {
  return typeof condition === "string" ? { "Fn::If": [condition, value, { Ref: "AWS::NoValue" }] } : value;
}

export function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

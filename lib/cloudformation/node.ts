import { ServiceError } from "../base/service-error.ts";

/** A JSON object of a template. */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A member that is an object, or an empty one. */
export function nodeIn(node: Node, name: string): Node {
  const member = Object.hasOwn(node, name) ? node[name] : undefined;
  return isNode(member) ? member : {};
}

/** What is wrong with a template or its parameters, as CloudFormation words it. */
export function templateError(message: string, cause?: unknown): ServiceError {
  return new ServiceError("ValidationException", message, cause === undefined ? {} : { cause });
}

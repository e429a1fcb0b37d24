import { parse } from "yaml";
import { isShallow } from "../base/is-shallow.ts";
import { ServiceError } from "../base/service-error.ts";
import { documentBytesMax } from "../definition/document-limit.ts";

/** A JSON object of a document. */
export type Node = Readonly<Record<string, unknown>>;

/** Deeper documents are no APIs; the walks below recurse. */
const depthMax = 100;
/** More uses of YAML aliases than this is a bomb. */
const aliasesMax = 1_000;

/** The object in a document of JSON or YAML; anything else is the service's error for it. */
export function readDocument(body: Uint8Array): Node {
  if (body.length > documentBytesMax) {
    throw new ServiceError("RequestTooLargeException", `The document is larger than ${documentBytesMax} bytes.`);
  }
  const document = parseText(new TextDecoder().decode(body));
  if (!isNode(document) || !isShallow(document, depthMax)) throw invalidDocument();
  return document;
}

export function invalidDocument(cause?: unknown): ServiceError {
  return new ServiceError("BadRequestException", "Invalid OpenAPI input.", { cause });
}

function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? parseJsonOrYaml(text) : parseYaml(text);
  } catch (cause) {
    throw invalidDocument(cause);
  }
}

/** YAML has objects in braces too. */
function parseJsonOrYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  return parse(text, { maxAliasCount: aliasesMax, merge: true, logLevel: "error" });
}

export function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A member that is an object, or an empty one. */
export function nodeIn(node: Node, name: string): Node {
  const member = node[name];
  return isNode(member) ? member : {};
}

/** A member as text; numbers and booleans count, as YAML writes versions and status codes without quotes. */
export function textIn(node: Node, name: string): string | undefined {
  const member = node[name];
  if (typeof member === "string") return member;
  return typeof member === "number" || typeof member === "boolean" ? String(member) : undefined;
}

export function flagIn(node: Node, name: string): boolean | undefined {
  const member = node[name];
  if (typeof member === "boolean") return member;
  return member === "true" ? true : member === "false" ? false : undefined;
}

export function numberIn(node: Node, name: string): number | undefined {
  const member = node[name];
  const number = typeof member === "string" && member.trim() !== "" ? Number(member) : member;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function textsIn(node: Node, name: string): string[] {
  const member = node[name];
  return Array.isArray(member) ? member.filter((item): item is string => typeof item === "string") : [];
}

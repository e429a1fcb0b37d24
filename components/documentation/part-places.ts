import type { DocumentationPlace } from "@/lib/client/operations";

/** What a type of part can say about where it is; the service takes nothing else. */
export const partTypes = {
  API: [],
  AUTHORIZER: ["name"],
  MODEL: ["name"],
  RESOURCE: ["path"],
  METHOD: ["path", "method"],
  PATH_PARAMETER: ["path", "method", "name"],
  QUERY_PARAMETER: ["path", "method", "name"],
  REQUEST_HEADER: ["path", "method", "name"],
  REQUEST_BODY: ["path", "method"],
  RESPONSE: ["path", "method", "statusCode"],
  RESPONSE_HEADER: ["path", "method", "statusCode", "name"],
  RESPONSE_BODY: ["path", "method", "statusCode"],
} as const satisfies Record<string, readonly (keyof DocumentationPlace)[]>;
export type PartType = keyof typeof partTypes;

/** `GET /pets 200 X-Id`, as far as the place says so. */
export function placeName({ type, path, method, statusCode, name }: DocumentationPlace): string {
  const words = [method, path, statusCode, name].filter((word) => word !== undefined);
  return words.length === 0 ? (type === "API" ? "the whole API" : type.toLowerCase()) : words.join(" ");
}

/** By path, then method, then type: what is about one thing stands together. */
export function byPlace(a: { location: DocumentationPlace }, b: { location: DocumentationPlace }): number {
  const [left, right] = [keyOf(a.location), keyOf(b.location)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function keyOf({ type, path = "", method = "", statusCode = "", name = "" }: DocumentationPlace): string {
  return [path, method, statusCode, type, name].join("\n");
}

/** The members of a place that its type has, without those that are not filled in. */
export function placeOf(type: PartType, values: Omit<DocumentationPlace, "type">): DocumentationPlace {
  const members: readonly (keyof DocumentationPlace)[] = partTypes[type];
  return {
    type,
    ...Object.fromEntries(Object.entries(values).filter(([name, value]) => members.some((member) => member === name) && value !== "")),
  };
}

/** Why a text cannot be the properties of a part, or nothing. */
export function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "Properties are a JSON object.";
  } catch (error) {
    return error instanceof Error ? error.message : "This is no JSON.";
  }
}

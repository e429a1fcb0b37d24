import v1Table from "./generated/v1.json" with { type: "json" };
import type { V1Inputs } from "./generated/v1.ts";
import v2Table from "./generated/v2.json" with { type: "json" };
import type { V2Inputs } from "./generated/v2.ts";

export type WireType =
  | { type: "string" | "number" | "boolean" | "timestamp" | "blob" | "document" }
  | { type: "list" | "map"; of: WireType }
  | { type: "structure"; shape: string };

export type WireMember = WireType & {
  in?: "label" | "query" | "header" | "payload" | "queryMap";
  /** The name on the wire when it is not the member's. */
  name?: string;
  enum?: string;
};

export type WireShape = { required: string[]; members: Record<string, WireMember> };
export type WireOperation = { method: string; path: string; query?: string; status: number; input: string | null; output: string | null };

/** What bin/generate wire knows of a service. */
export type WireTable = {
  /** What services call members: the SDK's names, or those on the wire, which begin with a small letter. */
  names?: "sdk" | "wire";
  operations: Record<string, WireOperation>;
  shapes: Record<string, WireShape>;
  enums: Record<string, readonly string[]>;
};

export type V1Operation = keyof V1Inputs;
export type V2Operation = keyof V2Inputs;

/** Enums whose values the service lists in an order of its own, as recorded, or that the SDK does not know in full. */
const enumOverlay: Readonly<Record<string, readonly string[]>> = {
  AuthorizerType: ["TOKEN", "REQUEST", "COGNITO_USER_POOLS", "JWT"],
  DocumentationPartType: [
    "RESPONSE_BODY",
    "RESPONSE",
    "METHOD",
    "MODEL",
    "AUTHORIZER",
    "RESPONSE_HEADER",
    "RESOURCE",
    "PATH_PARAMETER",
    "REQUEST_BODY",
    "QUERY_PARAMETER",
    "API",
    "REQUEST_HEADER",
  ],
  EndpointType: ["PRIVATE", "EDGE", "REGIONAL"],
  IntegrationType: ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"],
  IpAddressType: ["ipv4", "dualstack"],
  Op: ["add", "remove", "move", "test", "replace", "copy"],
};

// TypeScript reads the members of imported JSON as plain text; the generator writes these unions only.
export const v1: WireTable = withOverlay(v1Table as unknown as WireTable);
export const v2: WireTable = { ...(v2Table as unknown as WireTable), names: "wire" };

/** The name of a member in what services get and return. */
export function memberKey({ names }: WireTable, name: string, member: WireMember): string {
  return names === "wire" ? (member.name ?? name.charAt(0).toLowerCase() + name.slice(1)) : name;
}

function withOverlay(table: WireTable): WireTable {
  return { ...table, enums: { ...table.enums, ...enumOverlay } };
}

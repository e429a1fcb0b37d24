import type { FieldChange } from "./diff.ts";

/** What becomes of a thing: `merge` lays the document over it, `replace` makes it what the document says. */
export type ImportChoice = "keep" | "merge" | "replace" | "remove";

export type ImportGroup = "operation" | "model" | "requestValidator" | "authorizer" | "gatewayResponse";

/** A place in the document, both from 1. */
export type SourcePlace = { line: number; column: number };

/** One thing that the document or the API has. */
export type ImportItem = {
  /** Unlike all others: `GET /pets`, `model Pet`. */
  key: string;
  group: ImportGroup;
  /** What the document makes of it: a removed thing is one that the document no longer has. */
  kind: "added" | "changed" | "removed" | "kept";
  /** Of an operation. */
  path?: string;
  verb?: string;
  /** Of anything else. */
  name?: string;
  /** What may become of it; empty when there is nothing to choose. */
  choices: readonly ImportChoice[];
  /** What becomes of it unless something is chosen; absent when somebody has to. */
  byDefault?: ImportChoice;
  place?: SourcePlace;
  warnings: readonly string[];
  /** What a choice would change. */
  fields: Partial<Record<ImportChoice, readonly FieldChange[]>>;
};

export type ReviewedWarning = { text: string; operation?: string; place?: SourcePlace };

/** What a document would make of an API. */
export type ImportReview = {
  name: string;
  items: readonly ImportItem[];
  /** Settings of the API that would change. */
  settings: readonly FieldChange[];
  documentation: { added: number; changed: number; removed: number };
  warnings: readonly ReviewedWarning[];
  /** The draft that was looked at; absent for an API that is not there yet. */
  draftVersion?: number;
};

/** Where a document goes: a new API, or one that is there. HTTP APIs are overwritten as a whole. */
export type ImportTarget =
  | { kind: "REST" | "HTTP" }
  | { kind: "REST"; apiId: string; mode: "merge" | "overwrite" }
  | { kind: "HTTP"; apiId: string };

/** What was chosen: by item, the settings that change, and whether the documentation does. */
export type ImportDecisions = {
  items: Readonly<Record<string, ImportChoice>>;
  settings: readonly string[];
  documentation: boolean;
};

import type { ImportDecisions, ImportReview, ImportTarget } from "../definition/import-review.ts";
import type { Action, Mutation, Query } from "./operation-kinds.ts";

type Imported = { document: string; target: ImportTarget; basepath?: string };

/** Importing OpenAPI documents with care. */
export type ImportOperations = {
  /** A document that makes an API which works at once. */
  getExampleDocument: Query<object, { document: string }>;
  /** The text at an address that the console can reach. */
  fetchDocument: Action<{ url: string }, { document: string }>;
  reviewImport: Action<Imported, ImportReview>;
  applyImport: Mutation<Imported & { decisions: ImportDecisions; draftVersion?: number }, { apiId: string; warnings: string[] }>;
};

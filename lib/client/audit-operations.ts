import type { Action, Moment, Mutation, Query } from "./operation-kinds.ts";

export type RevisionVia = "console" | "api" | "system";
export type RevisionSummary = {
  seq: number;
  at: Moment;
  actor: string;
  via: RevisionVia;
  action: string;
  summary: string;
  apiId?: string;
  undoes?: number;
};

export type RevisionDetail = RevisionSummary & {
  /** `label`: what a person calls it, `method GET /pets`. */
  rows: { model: string; key: string; label: string; before?: unknown; after?: unknown }[];
  /** Later revisions that have to be taken back before this one can be. */
  blockedBy: RevisionSummary[];
};

/** Who, what kind of thing, which API, through which door, and when: `from` counts, `to` does not, `hours` is the time until now. */
export type AuditFilter = {
  apiId?: string;
  actorId?: string;
  kind?: string;
  via?: RevisionVia;
  from?: Moment;
  to?: Moment;
  hours?: number;
};

export type AuditFacets = {
  actors: { id: string; name: string }[];
  kinds: string[];
  apis: { id: string; name: string; isGone: boolean }[];
};

/** What the console asks about the history. */
export type AuditOperations = {
  listRevisions: Query<
    AuditFilter & { before?: number; limit?: number; entity?: string; model?: "Method" | "Route" | "Integration" },
    RevisionSummary[]
  >;
  getRevision: Query<{ seq: number }, RevisionDetail>;
  getAuditFacets: Query<object, AuditFacets>;
  exportAudit: Action<AuditFilter & { format: "csv" | "json" }, { text: string; isCut: boolean }>;
  undoRevision: Mutation<{ seq: number }>;
};

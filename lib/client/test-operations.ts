import type { SavedRequest, Suite, SuiteTarget } from "../definition/saved-request.ts";
import type { TemplateTest } from "../definition/template-test.ts";
import type { Action, Mutation, Query, Versioned } from "./operation-kinds.ts";

export type TemplateTestDetail = TemplateTest & { id: string; version: number };

/** How a test of a template went against the draft. */
export type TemplateTestRun = { id: string; name: string /** Where the template is. */; label?: string } & (
  | { passed: true }
  | { passed: false; message: string; output?: string }
  | { isMissing: true }
);

export type SavedRequestDetail = SavedRequest & { id: string; version: number };
export type SuiteDetail = Suite & { id: string; version: number };

/** How one request of a suite went: what its answer was held to, or why it was not sent. */
export type SuiteRequestRun = { id: string; name: string; passed: boolean } & (
  | { status: number; ms: number /** The test run to look at. */; traceId: string; failures: string[]; assertions: number }
  | { problem: string }
);
export type SuiteRun = { suiteId: string; name: string; runs: SuiteRequestRun[] };

export type TestOperations = {
  listTemplateTests: Query<{ apiId: string }, TemplateTestDetail[]>;
  /** Every test of the API, run against the templates of its draft. */
  runTemplateTests: Query<{ apiId: string }, TemplateTestRun[]>;
  createTemplateTest: Mutation<{ apiId: string; test: TemplateTest }, { id: string }>;
  updateTemplateTest: Mutation<{ apiId: string; id: string; test: Partial<Omit<TemplateTest, "place">> } & Versioned>;
  deleteTemplateTest: Mutation<{ apiId: string; id: string }>;

  listSavedRequests: Query<{ apiId: string }, SavedRequestDetail[]>;
  createSavedRequest: Mutation<{ apiId: string; request: SavedRequest }, { id: string }>;
  updateSavedRequest: Mutation<{ apiId: string; id: string; request: Partial<SavedRequest> } & Versioned, { version: number }>;
  deleteSavedRequest: Mutation<{ apiId: string; id: string }>;
  listSuites: Query<{ apiId: string }, SuiteDetail[]>;
  createSuite: Mutation<{ apiId: string; suite: Suite }, { id: string }>;
  updateSuite: Mutation<{ apiId: string; id: string; suite: Partial<Suite> } & Versioned>;
  deleteSuite: Mutation<{ apiId: string; id: string }>;
  runSuite: Action<{ apiId: string; id: string; target: SuiteTarget }, SuiteRun>;
};

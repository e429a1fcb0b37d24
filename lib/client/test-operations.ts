import type { TemplateTest } from "../definition/template-test.ts";
import type { Mutation, Query, Versioned } from "./operation-kinds.ts";

export type TemplateTestDetail = TemplateTest & { id: string; version: number };

/** How a test of a template went against the draft. */
export type TemplateTestRun = { id: string; name: string /** Where the template is. */; label?: string } & (
  | { passed: true }
  | { passed: false; message: string; output?: string }
  | { isMissing: true }
);

export type TestOperations = {
  listTemplateTests: Query<{ apiId: string }, TemplateTestDetail[]>;
  /** Every test of the API, run against the templates of its draft. */
  runTemplateTests: Query<{ apiId: string }, TemplateTestRun[]>;
  createTemplateTest: Mutation<{ apiId: string; test: TemplateTest }, { id: string }>;
  updateTemplateTest: Mutation<{ apiId: string; id: string; test: Partial<Omit<TemplateTest, "place">> } & Versioned>;
  deleteTemplateTest: Mutation<{ apiId: string; id: string }>;
};

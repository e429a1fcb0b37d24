import type { Action, Moment, Mutation, Query } from "./operation-kinds.ts";

export type StackSummary = {
  stackName: string;
  stackId: string;
  description?: string;
  status: string;
  statusReason?: string;
  creationTime: Moment;
  lastUpdatedTime?: Moment;
  outputs: { key: string; value: string; description?: string; exportName?: string }[];
  parameters: { key: string; value: string }[];
  skippedTypes: string[];
  enableTerminationProtection: boolean;
};

export type StackResourceView = { logicalId: string; physicalId: string; type: string; isImported: boolean };
export type StackEventView = {
  eventId: string;
  at: Moment;
  logicalId: string;
  type: string;
  status: string;
  reason?: string;
};
export type StackDetail = StackSummary & { resources: StackResourceView[]; events: StackEventView[] };

export type TemplateParameter = {
  key: string;
  type: string;
  defaultValue?: string;
  description?: string;
  noEcho: boolean;
  allowedValues: string[];
};

export type TemplateChange = {
  action: "Add" | "Modify" | "Remove";
  logicalId: string;
  type: string;
  physicalId?: string;
  replacement?: boolean;
  properties?: string[];
};

export type TemplatePreviewView = {
  description?: string;
  parameters: TemplateParameter[];
  changes: TemplateChange[];
  skipped: { logicalId: string; type: string }[];
  isSame: boolean;
  isUpdate: boolean;
  problem?: string;
};

type Template = { stackName: string; template: string; parameters: Record<string, string> };

/** Stacks: what CloudFormation templates made. */
export type StackOperations = {
  listStacks: Query<object, StackSummary[]>;
  getStack: Query<{ stackName: string }, StackDetail>;
  previewTemplate: Action<Template, TemplatePreviewView>;
  /** A template that could not be applied leaves everything as it was; the status says so. */
  applyTemplate: Mutation<Template, { stackName: string; status: string; statusReason?: string }>;
  /** A protected stack is not deleted until it is no longer protected. */
  updateTerminationProtection: Mutation<{ stackName: string; enableTerminationProtection: boolean }, object>;
  deleteStack: Mutation<{ stackName: string }, { statusReason?: string }>;
  /** An API of any kind as a template. */
  exportTemplate: Action<{ apiId: string; format: "yaml" | "json" }, { name: string; text: string }>;
};

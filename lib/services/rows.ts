import type { Transaction } from "../db/database.ts";
import type { Approval, ApprovalStatus } from "../definition/approval.ts";
import type { DomainSettings, RoutingCondition } from "../definition/domain.ts";
import type { LintSettings } from "../definition/lint-shapes.ts";
import type { RequestFilter } from "../definition/request-filter.ts";
import type { Authorizer, GatewayResponse, Method, Model, RequestValidator, RestApiSettings } from "../definition/rest-api.ts";
import type { SavedRequest, Suite } from "../definition/saved-request.ts";
import type { AccountThrottle, StageSettings } from "../definition/stage.ts";
import type { TemplateTest } from "../definition/template-test.ts";
import type { Route, V2Integration } from "../definition/v2-api.ts";
import type { DocumentationPart, DocumentationVersionSettings } from "./documentation-types.ts";

/** The rows that services write and revisions restore, with the types of their Json columns. */
export type Rows = {
  Workspace: { id: string; accountId: string; region: string; settings: WorkspaceSettings; createdAt: Date };
  Api: {
    id: string;
    workspaceId: string;
    kind: string;
    name: string;
    version: number;
    draftVersion: number;
    settings: RestApiSettings;
    createdAt: Date;
  };
  Resource: { id: string; apiId: string; parentId: string | null; pathPart: string | null; path: string; version: number };
  Method: { id: string; apiId: string; resourceId: string; httpMethod: string; version: number; settings: Method };
  Model: { id: string; apiId: string; name: string; version: number; settings: Omit<Model, "id" | "name"> };
  RequestValidator: { id: string; apiId: string; version: number; settings: Omit<RequestValidator, "id"> };
  Authorizer: { id: string; apiId: string; name: string; version: number; settings: Omit<Authorizer, "id" | "name"> };
  Route: { id: string; apiId: string; routeKey: string; version: number; settings: Omit<Route, "routeId" | "routeKey"> };
  Integration: { id: string; apiId: string; version: number; settings: Omit<V2Integration, "integrationId"> };
  GatewayResponse: { id: string; apiId: string; responseType: string; version: number; settings: GatewayResponse };
  DocumentationPart: { id: string; apiId: string; version: number; settings: DocumentationPart };
  DocumentationVersion: {
    id: string;
    apiId: string;
    name: string;
    version: number;
    settings: DocumentationVersionSettings;
    createdAt: Date;
  };
  TemplateTest: { id: string; apiId: string; version: number; settings: TemplateTest; createdAt: Date };
  SavedRequest: { id: string; apiId: string; version: number; settings: SavedRequest; createdAt: Date };
  Suite: { id: string; apiId: string; version: number; settings: Suite; createdAt: Date };
  StageProtection: { id: string; apiId: string; stageName: string; version: number; createdAt: Date };
  Approval: {
    id: string;
    apiId: string;
    stageName: string;
    status: ApprovalStatus;
    version: number;
    settings: Approval;
    createdAt: Date;
  };
  LintSettings: { id: string; apiId: string; version: number; settings: LintSettings };
  Deployment: { id: string; apiId: string; snapshotHash: string; description: string | null; version: number; createdAt: Date };
  Stage: {
    id: string;
    apiId: string;
    name: string;
    deploymentId: string;
    version: number;
    settings: StageSettings;
    createdAt: Date;
    updatedAt: Date;
  };
  ApiKey: {
    id: string;
    workspaceId: string;
    name: string;
    value: string;
    valueHash: string | null;
    version: number;
    settings: ApiKeySettings;
    createdAt: Date;
    updatedAt: Date;
  };
  UsagePlan: { id: string; workspaceId: string; name: string; version: number; settings: UsagePlanSettings; createdAt: Date };
  VpcLink: {
    id: string;
    workspaceId: string;
    name: string;
    version: number;
    settings: {
      description?: string | undefined;
      targetArns: string[];
      /** Of the links of HTTP APIs. */
      v2?: { subnetIds: string[]; securityGroupIds: string[] } | undefined;
    };
    createdAt: Date;
  };
  ClientCertificate: {
    id: string;
    workspaceId: string;
    version: number;
    settings: { description?: string | undefined };
    certificate: string;
    /** Sealed. */
    privateKey: string;
    createdAt: Date;
    expiresAt: Date;
  };
  Domain: {
    id: string;
    workspaceId: string;
    name: string;
    version: number;
    settings: DomainSettings;
    certificate: string | null;
    /** Sealed. */
    privateKey: string | null;
    createdAt: Date;
  };
  Mapping: { id: string; domainId: string; apiId: string; stage: string; basePath: string; version: number; createdAt: Date };
  RoutingRule: {
    id: string;
    domainId: string;
    apiId: string;
    stage: string;
    priority: number;
    version: number;
    settings: { conditions: RoutingCondition[]; stripBasePath: boolean };
    createdAt: Date;
  };
  DomainAccess: { id: string; workspaceId: string; domainId: string; source: string; version: number; createdAt: Date };
  RequestFilter: { id: string; workspaceId: string; name: string; version: number; settings: RequestFilter; createdAt: Date };
  AccessKeyPolicy: { id: string; accountId: string; policy: string; version: number };
  UsagePlanKey: { id: string; planId: string; keyId: string; createdAt: Date };
  Stack: {
    id: string;
    workspaceId: string;
    name: string;
    version: number;
    settings: StackSettings;
    createdAt: Date;
    status: string;
    statusText: string | null;
    updatedAt: Date | null;
  };
  Tag: { id: string; workspaceId: string; arn: string; name: string; value: string };
};
export type RowModel = keyof Rows;

export type WorkspaceSettings = {
  cloudwatchRoleArn?: string;
  /** What all APIs together may take; without it nothing limits them. */
  throttle?: AccountThrottle;
};
export type ApiKeySettings = {
  description?: string;
  enabled: boolean;
  customerId?: string;
  /** As ISO text. */
  expiresAt?: string;
  former?: { hash: string; until: string };
};
export type Throttle = { rateLimit?: number; burstLimit?: number };
export type Quota = { limit: number; offset: number; period: "DAY" | "WEEK" | "MONTH" };
export type PlanStage = { apiId: string; stage: string; throttle?: Record<string, Throttle> };
export type UsagePlanSettings = {
  description?: string;
  productCode?: string;
  apiStages: PlanStage[];
  throttle?: Throttle;
  quota?: Quota;
};

/** A resource that a stack made. */
export type StackResource = {
  type: string;
  physicalId: string;
  /** What `Fn::GetAtt` gives. */
  attributes: Readonly<Record<string, string>>;
  /** As they were applied; secret values are digests. */
  properties: Readonly<Record<string, unknown>>;
  needs: string[];
  isImported: boolean;
  isKept: boolean;
  at: string;
  /** In the order in which the resources were made: databases do not keep the order of members. */
  position: number;
};
export type StackOutput = { key: string; value: string; description?: string; exportName?: string };
export type StackSettings = {
  /** Empty while only a change set waits. */
  template: string;
  description?: string;
  parameters: { key: string; value: string; isSealed?: true }[];
  tags: Record<string, string>;
  capabilities: string[];
  outputs: StackOutput[];
  /** Names of exports of other stacks that went into it; stacks of earlier versions do not have it until they are updated. */
  imports?: string[];
  resources: Record<string, StackResource>;
  /** Whether the stack is kept from being deleted. */
  isProtected?: true;
};

type TableFacts = {
  /** Parents have smaller ranks than their children: rows go in by rank and out against it. */
  rank: number;
  dates: readonly string[];
  /** Columns that are no part of what a revision restores. */
  volatile?: readonly string[];
  versioned: boolean;
  /** Whether a change alters the definition of its API. */
  definition: boolean;
};

const definition = { rank: 2, dates: [], versioned: true, definition: true } as const;

export const tableFacts: Readonly<Record<RowModel, TableFacts>> = {
  Workspace: { rank: 0, dates: ["createdAt"], versioned: false, definition: false },
  Api: { ...definition, rank: 1, dates: ["createdAt"], volatile: ["draftVersion"] },
  Resource: definition,
  Method: { ...definition, rank: 3 },
  Model: definition,
  RequestValidator: definition,
  Authorizer: definition,
  Route: definition,
  Integration: definition,
  GatewayResponse: definition,
  DocumentationPart: { ...definition, definition: false },
  DocumentationVersion: { ...definition, dates: ["createdAt"], definition: false },
  TemplateTest: { ...definition, dates: ["createdAt"], definition: false },
  SavedRequest: { ...definition, dates: ["createdAt"], definition: false },
  Suite: { ...definition, dates: ["createdAt"], definition: false },
  LintSettings: { ...definition, definition: false },
  StageProtection: { ...definition, dates: ["createdAt"], definition: false },
  Approval: { ...definition, dates: ["createdAt"], definition: false },
  Deployment: { ...definition, dates: ["createdAt"], definition: false },
  Stage: { ...definition, rank: 3, dates: ["createdAt", "updatedAt"], definition: false },
  ApiKey: { rank: 1, dates: ["createdAt", "updatedAt"], versioned: true, definition: false },
  UsagePlan: { rank: 1, dates: ["createdAt"], versioned: true, definition: false },
  VpcLink: { rank: 1, dates: ["createdAt"], versioned: true, definition: false },
  ClientCertificate: { rank: 1, dates: ["createdAt", "expiresAt"], versioned: true, definition: false },
  Domain: { rank: 1, dates: ["createdAt"], versioned: true, definition: false },
  Mapping: { rank: 2, dates: ["createdAt"], versioned: true, definition: false },
  RoutingRule: { rank: 2, dates: ["createdAt"], versioned: true, definition: false },
  DomainAccess: { rank: 2, dates: ["createdAt"], versioned: true, definition: false },
  RequestFilter: { rank: 1, dates: ["createdAt"], versioned: true, definition: false },
  AccessKeyPolicy: { rank: 1, dates: [], versioned: true, definition: false },
  UsagePlanKey: { rank: 2, dates: ["createdAt"], versioned: false, definition: false },
  Stack: { rank: 1, dates: ["createdAt"], volatile: ["status", "statusText", "updatedAt"], versioned: true, definition: false },
  Tag: { rank: 1, dates: [], versioned: false, definition: false },
};

type Match<Value> = Value | { in: Value[] } | { startsWith: string } | { gt: Value } | { not: Value };
export type Where<Row> = { [Column in keyof Row]?: Match<Row[Column]> } & { OR?: Where<Row>[] };
export type Query<Row> = { where?: Where<Row>; orderBy?: { [Column in keyof Row]?: "asc" | "desc" }[]; take?: number; skip?: number };

export type Table<Row> = {
  findUnique(query: { where: { id: string } }): Promise<Row | null>;
  findFirst(query: Query<Row>): Promise<Row | null>;
  findMany(query: Query<Row>): Promise<Row[]>;
  count(query: { where: Where<Row> }): Promise<number>;
  create(query: { data: Row }): Promise<Row>;
  createMany(query: { data: Row[] }): Promise<{ count: number }>;
  update(query: { where: { id: string }; data: Partial<Row> }): Promise<Row>;
  deleteMany(query: { where: Where<Row> }): Promise<{ count: number }>;
};

/** What reads can run on: the reader of a database or a transaction. */
export type Source = Pick<Transaction, Delegate>;
type Delegate =
  | "workspace"
  | "user"
  | "member"
  | "invitation"
  | "accessKey"
  | "accessKeyPolicy"
  | "requestFilter"
  | "api"
  | "resource"
  | "method"
  | "model"
  | "requestValidator"
  | "authorizer"
  | "gatewayResponse"
  | "route"
  | "integration"
  | "documentationPart"
  | "documentationVersion"
  | "templateTest"
  | "savedRequest"
  | "suite"
  | "lintSettings"
  | "stageProtection"
  | "approval"
  | "seenPolicy"
  | "deployment"
  | "stage"
  | "apiKey"
  | "usagePlan"
  | "usagePlanKey"
  | "vpcLink"
  | "clientCertificate"
  | "domain"
  | "mapping"
  | "routingRule"
  | "domainAccess"
  | "stack"
  | "stackEvent"
  | "changeSet"
  | "tag"
  | "snapshot"
  | "revision"
  | "revisionRow"
  | "usage"
  | "quotaPeriod"
  | "change"
  | "$queryRawUnsafe";

/** The table of a kind of row, with typed Json columns. */
export function table<M extends RowModel>(source: Source, model: M): Table<Rows[M]> {
  const delegates = source as unknown as Record<string, Table<Rows[M]>>;
  // To Prisma a Json column holds any JSON; services parse whatever goes into them, so the narrower type holds.
  return delegates[model.charAt(0).toLowerCase() + model.slice(1)] as Table<Rows[M]>;
}

/** Rows by key; TypeScript does not see that every member of `Rows` has a text id. */
export function whereId<M extends RowModel>(ids: readonly string[]): Where<Rows[M]> {
  return { id: { in: [...ids] } } as unknown as Where<Rows[M]>;
}

import type { Gate } from "../definition/gates.ts";
import type { ReasonCode } from "../definition/reason-codes.ts";
import type { Authorizer, HttpVerb } from "../definition/rest-api.ts";
import type { AccountThrottle } from "../definition/stage.ts";
import type { Action, Moment, Mutation, Query, Versioned } from "./operation-kinds.ts";

export type QuotaPeriod = "DAY" | "WEEK" | "MONTH";

/** What a key used under one of its plans; days begin at 00:00 UTC. */
export type KeyUse = {
  planId: string;
  planName: string;
  today: number;
  quota?: { period: QuotaPeriod; limit: number; used: number; remaining: number; resetsOn: string };
};

export type KeySummary = {
  id: string;
  name: string;
  enabled: boolean;
  createdDate: Moment;
  /** The last signs of the value, for those who may reveal it. */
  ending?: string;
  plans: KeyUse[];
  lastUsedDay?: string;
  expiresAt?: Moment;
  /** Until when the value works that the key had before. */
  formerUntil?: Moment;
};
export type KeyPage = { items: KeySummary[]; total: number; position?: string };
export type KeyDetail = KeySummary & {
  description?: string;
  customerId?: string;
  lastUpdatedDate: Moment;
  tags: Record<string, string>;
  arn: string;
  version: number;
};

export type RateLimits = { rateLimit?: number | undefined; burstLimit?: number | undefined };
export type PlanStage = { apiId: string; stage: string; throttle?: Record<string, RateLimits> | undefined };
export type PlanFields = {
  name: string;
  description?: string | undefined;
  throttle?: RateLimits | undefined;
  quota?: { limit: number; offset: number; period: QuotaPeriod } | undefined;
  apiStages: PlanStage[];
};
export type PlanSummary = PlanFields & {
  id: string;
  productCode?: string;
  keyCount: number;
  tags: Record<string, string>;
  version: number;
};

/** Requests on each day of a range, and what was left of the quota at its end. */
export type UsageDays = { days: string[]; used: number[]; remaining?: number[] };

export type ImportedKeyRow = {
  row: number;
  name: string;
  outcome: "create" | "update" | "repeated" | "refused";
  message?: string;
  keyId?: string;
};

type KeyRef = { keyId: string };
type PlanRef = { planId: string };

export type ListedAuthorizer = Authorizer & { version: number; usedBy: string[] };

/** What a form has of an authorizer; what is absent is taken away. */
export type AuthorizerFields = {
  name: string;
  type: string;
  authorizerUri?: string | undefined;
  authorizerCredentials?: string | undefined;
  identitySource?: string | undefined;
  identityValidationExpression?: string | undefined;
  authorizerResultTtlInSeconds?: number | undefined;
  providerARNs?: string[] | undefined;
};

/** A request that is only described. */
export type DescribedRequest = { pathWithQueryString: string; headers: [string, string][]; stageVariables: Record<string, string> };

export type DescribedCaller = {
  apiId: string;
  stageName: string;
  of: "draft" | "stage";
  /** A policy that is not saved yet. */
  policy?: string;
  resourcePath: string;
  httpMethod: HttpVerb;
  target: string;
  headers: [string, string][];
  sourceIp: string;
  vpceId?: string;
  keyId?: string;
  /** One of the actor's access keys, which signs the call. */
  accessKeyId?: string;
};

export type AuthorizerTest = {
  /** What a client would have got; 0 when the authorizer answered, whatever its policy says. */
  clientStatus: number;
  /** Whole milliseconds. */
  latency: number;
  log: string;
  principalId?: string;
  /** The policy document as JSON. */
  policy?: string;
  context?: Record<string, string>;
  claims?: Record<string, string>;
  reason?: ReasonCode;
  evidence?: Record<string, string>;
};

/** Calls about the authorizers and the policy of an API. */
export type AuthorizerOperations = {
  createAuthorizer: Mutation<{ apiId: string } & AuthorizerFields, { authorizerId: string }>;
  updateAuthorizer: Mutation<{ apiId: string; authorizerId: string; fields: AuthorizerFields } & Versioned>;
  deleteAuthorizer: Mutation<{ apiId: string; authorizerId: string }>;
  /** What every gate says about a caller who is only described. */
  simulateAccess: Action<DescribedCaller, { gates: Gate[] }>;
  testAuthorizer: Action<{ apiId: string; authorizerId: string } & DescribedRequest, AuthorizerTest>;
  /** The same for HTTP and WebSocket APIs; it says whether the request may pass. */
  testV2Authorizer: Action<{ apiId: string; authorizerId: string; scopes: string[] } & DescribedRequest, AuthorizerTest>;
};

/** Calls about who may call, and how much. */
export type AccessOperations = AuthorizerOperations & {
  listKeys: Query<{ text?: string; planId?: string; position?: string; limit?: number }, KeyPage>;
  getKey: Query<KeyRef, KeyDetail>;
  getKeyUsage: Query<KeyRef & { planId: string; days: number }, UsageDays>;
  /** What every gate says about a key on a method of a stage. */
  checkKey: Query<KeyRef & { apiId: string; stageName: string; resourcePath: string; httpMethod: HttpVerb }, Gate[]>;
  /** The keys that end soon or have ended. */
  listExpiringKeys: Query<object, { keys: { id: string; name: string; expiresAt: Moment }[]; total: number }>;
  listPlans: Query<object, PlanSummary[]>;
  getPlan: Query<PlanRef, PlanSummary>;
  getPlanUsage: Query<PlanRef & { days: number }, UsageDays>;

  /** What all APIs together may take, when somebody limits them. */
  getAccountThrottle: Query<object, { throttle?: AccountThrottle }>;

  setAccountThrottle: Mutation<{ throttle: AccountThrottle | null }>;
  createKey: Mutation<
    { name: string; description?: string; value?: string; enabled: boolean; planIds: string[] },
    { keyId: string; value: string }
  >;
  updateKey: Mutation<
    KeyRef & {
      name?: string;
      description?: string;
      enabled?: boolean;
      expiresAt?: string | null;
      tags?: Record<string, string>;
    } & Versioned
  >;
  deleteKey: Mutation<KeyRef>;
  /** Gives a key another value; the former one works beside it for so long. */
  rotateKey: Mutation<KeyRef & { overlapHours: number } & Versioned, { value: string }>;
  endFormerValue: Mutation<KeyRef>;
  addKeyToPlan: Mutation<KeyRef & PlanRef>;
  removeKeyFromPlan: Mutation<KeyRef & PlanRef>;
  createPlan: Mutation<PlanFields, { planId: string }>;
  updatePlan: Mutation<PlanRef & { plan: PlanFields } & Versioned>;
  deletePlan: Mutation<PlanRef>;
  importKeys: Mutation<{ text: string; planIds: string[]; failOnWarnings: boolean }, { rows: ImportedKeyRow[] }>;

  revealKey: Action<KeyRef, { value: string }>;
  extendQuota: Action<KeyRef & PlanRef & { remaining: number }, object>;
  previewKeyImport: Action<{ text: string; planIds: string[] }, { rows: ImportedKeyRow[] }>;
  /** Requests of every key of a plan on each day, as CSV. */
  exportUsage: Action<PlanRef & { days: number }, { csv: string }>;
};

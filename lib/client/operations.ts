import type { BreakingChange } from "../definition/breaking-changes.ts";
import type { DefinitionRef } from "../definition/copy-subject.ts";
import type { CorsSettings, CorsStep } from "../definition/cors.ts";
import type { DefinitionChange } from "../definition/diff.ts";
import type { DomainMapping, endpointTypes, RoutingMode, RoutingRule } from "../definition/domain.ts";
import type { GatewayResponseType } from "../definition/gateway-response-types.ts";
import type { MethodContext } from "../definition/method-context.ts";
import type {
  GatewayResponse,
  HttpVerb,
  IntegrationType,
  Method,
  Model,
  RequestValidator,
  RestApiDefinition,
  RestApiSettings,
} from "../definition/rest-api.ts";
import type { EndpointAccessMode } from "../definition/security-policies.ts";
import type { StageSettings } from "../definition/stage.ts";
import type { TraceRecord } from "../definition/trace.ts";
import type {
  ApiTraffic,
  LogCursor,
  LogEntry,
  LogHistogram,
  LogPage,
  MetricGrouping,
  MetricRange,
  Metrics,
} from "../definition/traffic.ts";
import type { VpcLinkTarget } from "../definition/vpc-link-targets.ts";
import type { AccessOperations, ListedAuthorizer } from "./access-operations.ts";
import type { ApprovalOperations } from "./approval-operations.ts";
import type { AuditOperations } from "./audit-operations.ts";
import type { ConnectionOperations } from "./connection-operations.ts";
import type { CopyOperations } from "./copy-operations.ts";
import type { FilterOperations } from "./filter-operations.ts";
import type { ImportOperations } from "./import-operations.ts";
import type { LintOperations } from "./lint-operations.ts";
import type { MemberOperations } from "./member-operations.ts";
import type { Action, Moment, Mutation, Patch, Query, Versioned } from "./operation-kinds.ts";
import type { StackOperations } from "./stack-operations.ts";
import type { TagOperations } from "./tag-operations.ts";
import type { TestOperations } from "./test-operations.ts";
import type { V2Operations } from "./v2-operations.ts";

export type StageState = {
  stageName: string;
  /** Empty for a stage of an HTTP or WebSocket API that nothing was deployed to. */
  deploymentId: string;
  invokeUrl: string;
  /** How many things of the draft differ from what the stage serves; 0 only when the content is equal. */
  changes: number;
  /** Deployments to it need the approval of a second member. */
  isProtected: boolean;
};

export type ApiKind = "REST" | "HTTP" | "WEBSOCKET";

export type ApiSummary = {
  id: string;
  name: string;
  description?: string;
  kind: ApiKind;
  createdDate: Moment;
  tags: Record<string, string>;
  updatedAt: Moment;
  updatedBy?: string;
  stages: StageState[];
  /** Deployments that wait for a second member. */
  openApprovals: number;
};

export type ApiDetail = ApiSummary & { version: number; settings: RestApiSettings; rootResourceId: string };

export type MethodSummary = {
  httpMethod: HttpVerb;
  integration?: IntegrationType;
  authorizationType: string;
  apiKeyRequired: boolean;
};

export type ResourceSummary = { id: string; parentId?: string; pathPart?: string; path: string; methods: MethodSummary[] };

export type MethodDetail = { resourceId: string; path: string; version: number; method: Method };

export type DeploymentSummary = {
  id: string;
  description?: string;
  createdDate: Moment;
  author?: string;
  /** Stages that serve it now. */
  stages: string[];
};

export type DeploymentChanges = {
  changes: { seq: number; summary: string; actorName: string; at: Moment }[];
  count: number;
  people: string[];
};

export type StageDetail = {
  apiId: string;
  stageName: string;
  deploymentId: string;
  invokeUrl: string;
  version: number;
  createdDate: Moment;
  lastUpdatedDate: Moment;
  settings: StageSettings;
};

/** What a documentation part is about; path, method, status and name as far as its type has them. */
export type DocumentationPlace = { type: string; path?: string; method?: string; statusCode?: string; name?: string };
export type DocumentationPartDetail = { id: string; location: DocumentationPlace; properties: string; version: number };
export type DocumentationVersionSummary = { version: string; createdDate: Moment; description?: string };

export type ClientCertificateDetail = {
  id: string;
  description?: string;
  /** PEM. */
  certificate: string;
  createdDate: Moment;
  expirationDate: Moment;
  version: number;
};

/** Links of REST APIs and those of HTTP APIs are different things of the service. */
export type VpcLinkKind = "REST" | "HTTP";
export type VpcLinkDetail = {
  kind: VpcLinkKind;
  id: string;
  name: string;
  description?: string;
  /** What the AWS API shows: target ARNs, or subnets. */
  entries: string[];
  targets: VpcLinkTarget[];
  version: number;
};

/** A custom domain name; private ones share names and are told apart by their ids. */
export type DomainRef = { domainName: string; domainNameId?: string };
export type DomainSummary = {
  id: string;
  name: string;
  endpointType: (typeof endpointTypes)[number];
  routingMode: RoutingMode;
  isMutual: boolean;
  mappings: number;
  rules: number;
  certificateExpires?: Moment;
};
export type CertificateView = {
  subject: string;
  issuer: string;
  names: string[];
  validFrom: Moment;
  validTo: Moment;
  isSelfSigned: boolean;
};
export type DomainDetailView = DomainSummary & {
  arn: string;
  securityPolicy: string;
  endpointAccessMode?: EndpointAccessMode;
  version: number;
  routes: { mappings: DomainMapping[]; rules: RoutingRule[] };
  certificateChain: CertificateView[];
  /** A certificate that was named only: nobody can serve it here. */
  certificateArn?: string;
  truststore: CertificateView[];
  /** An address that was given in place of a bundle. */
  truststoreUri?: string;
  policy?: string;
  associations: { arn: string; source: string }[];
  refusals: { id: string; at: Moment; method: string; path: string; reason: string; evidence: Record<string, string> }[];
  /** The service's name behind the domain. */
  target?: string;
  /** Where the gateway speaks TLS, if it does. */
  tlsPort?: number;
};
/** What a domain leads to; it is no part of what changes there. */
export type DomainTarget = { apiId: string; stage: string };
export type DomainTargetApi = { id: string; name: string; kind: string; stages: string[] };

/** What a look at a backend found, step by step; the first one that fails is the last one. */
export type BackendStep = { name: "DNS" | "Connect" | "TLS" | "HTTP"; ok: boolean; ms: number; detail: string };

export type AccessKeySummary = { id: string; description?: string; enabled: boolean; createdAt: Moment; lastUsedAt?: Moment } & {
  /** What the key may do; absent for everything that its member may. */
  policy?: string;
  policyVersion: number;
};

/** Where the draft answers, and the pass that it asks for: in a parameter of the link, or in a header. */
export type PreviewLink = { url: string; token: string; parameter: string; header: string; expiresAt: Moment };

export type TestRequest = {
  httpMethod: string;
  /** Path with query string, as a client would send it after the stage. */
  pathWithQueryString: string;
  headers: [string, string][];
  body?: string;
  stageVariables?: Record<string, string>;
};

export type TestResult = {
  status: number;
  ms: number;
  headers: [string, string][];
  /** Text, or base64 when `bodyIsBase64`. */
  body: string;
  bodyIsBase64: boolean;
  bodyBytes: number;
  trace: TraceRecord;
  /** Execution log lines of a method test. */
  log?: string | undefined;
};

/** `isCalled`: the request was really made. The gateway's own answers are made by its core without something that provokes them. */
export type CorsProbe = {
  path: "preflight" | "success" | "401" | "403" | "404" | "5XX";
  status: number;
  headers: [string, string][];
  isCalled: boolean;
};

export type SearchHit = {
  kind: "api" | "method" | "stage" | "model" | "key" | "plan" | "domain";
  label: string;
  detail: string;
  href: string;
};

export type MethodRef = { resourceId: string; httpMethod: HttpVerb };
/** What many methods get at once; absent members stay as they are, null unsets. */
export type BulkChange = {
  authorization?: { type: string; authorizerId?: string | undefined } | undefined;
  apiKeyRequired?: boolean | undefined;
  requestValidatorId?: string | null | undefined;
};
type MethodKey = { apiId: string; resourceId: string; httpMethod: HttpVerb };

/** A kind of client that can be made, and what it asks for. */
export type SdkTypeView = {
  id: string;
  friendlyName: string;
  description: string;
  configurationProperties: { name: string; friendlyName: string; description: string; required: boolean; defaultValue?: string }[];
};

/** Which of the service's own extensions a document has: all, those of integrations or of authorizers, or none. */
export type DocumentExtensions = "apigateway" | "integrations" | "authorizers" | "none";

/** Everything the console's browser side can ask for; app/api/call answers each by one service. */
export type Operations = AccessOperations &
  AuditOperations &
  ApprovalOperations &
  ConnectionOperations &
  CopyOperations &
  ImportOperations &
  FilterOperations &
  LintOperations &
  MemberOperations &
  StackOperations &
  TagOperations &
  TestOperations &
  V2Operations & {
    listApis: Query<object, ApiSummary[]>;
    /** An API of any kind. */
    getApiSummary: Query<{ apiId: string }, ApiSummary>;
    getApi: Query<{ apiId: string }, ApiDetail>;
    listResources: Query<{ apiId: string }, ResourceSummary[]>;
    getMethod: Query<MethodKey, MethodDetail>;
    /** What decides about calls of a method beside the method itself, and where the draft's is live. */
    getMethodContext: Query<MethodKey, MethodContext>;
    getDefinition: Query<{ apiId: string; of: DefinitionRef }, RestApiDefinition>;
    diff: Query<{ apiId: string; from: DefinitionRef; to: DefinitionRef }, DefinitionChange[]>;
    /** What clients of `from` may stumble over with `to`. */
    listBreakingChanges: Query<{ apiId: string; from: DefinitionRef; to: DefinitionRef }, BreakingChange[]>;
    listDeployments: Query<{ apiId: string }, DeploymentSummary[]>;
    /** The changes of the draft that came with a deployment, the newest first; of very many the last ones, and how many there are. */
    listDeploymentChanges: Query<{ apiId: string; deploymentId: string }, DeploymentChanges>;
    /** The draft becomes what a deployment froze. */
    restoreDeployment: Mutation<{ apiId: string; deploymentId: string }>;
    getStage: Query<{ apiId: string; stageName: string }, StageDetail>;
    /** A pass of the actor's for the draft, run with the variables and settings of a stage, or of none. */
    openPreview: Query<{ apiId: string; stageName: string }, PreviewLink>;
    listStages: Query<{ apiId: string }, StageDetail[]>;
    listSdkTypes: Query<object, SdkTypeView[]>;
    /** Whose things names without an account and a region are. */
    getWorkspace: Query<object, { accountId: string; region: string }>;
    listDocumentationParts: Query<{ apiId: string }, DocumentationPartDetail[]>;
    listDocumentationVersions: Query<{ apiId: string }, DocumentationVersionSummary[]>;
    listClientCertificates: Query<object, ClientCertificateDetail[]>;
    listVpcLinks: Query<object, VpcLinkDetail[]>;
    listDomains: Query<object, DomainSummary[]>;
    getDomain: Query<DomainRef, DomainDetailView>;
    listDomainTargets: Query<object, DomainTargetApi[]>;
    listModels: Query<{ apiId: string }, (Model & { version: number; usedBy: string[] })[]>;
    listRequestValidators: Query<{ apiId: string }, RequestValidator[]>;
    listAuthorizers: Query<{ apiId: string }, ListedAuthorizer[]>;
    listGatewayResponses: Query<{ apiId: string }, (GatewayResponse & { defaultResponse: boolean })[]>;
    /** What enabling CORS would write. */
    previewCors: Query<{ apiId: string; resourceId: string; settings: CorsSettings }, CorsStep[]>;
    /** A test of before, by the request id of its answer. */
    getTestRun: Query<{ apiId: string; requestId: string }, TestResult>;
    listAccessKeys: Query<object, AccessKeySummary[]>;
    searchLogs: Query<{ filter: string; before?: LogCursor; limit?: number }, LogPage>;
    countLogs: Query<{ filter: string }, LogHistogram>;
    getLogEntry: Query<{ requestId: string }, LogEntry>;
    getMetrics: Query<{ range: MetricRange; apiId?: string; stage?: string; method?: string; by: MetricGrouping }, Metrics>;
    /** Requests of each API in the last 24 hours. */
    listTraffic: Query<object, ApiTraffic[]>;
    search: Query<{ text: string; apiId?: string }, SearchHit[]>;

    createApi: Mutation<
      { name: string; description?: string; endpointType?: "REGIONAL" | "EDGE" | "PRIVATE" },
      { apiId: string; rootResourceId: string }
    >;
    /** A copy with ids of its own, of any kind of API; `apiId` of the answer is the copy's. */
    cloneApi: Mutation<{ apiId: string; name: string; withStages: boolean }, { apiId: string }>;
    importExample: Mutation<object, { apiId: string; resourceId: string }>;
    /** The document of what a stage of a REST API serves. */
    exportApi: Action<
      { apiId: string; stageName: string; exportType: "oas30" | "swagger"; outputType: "JSON" | "YAML"; extensions: DocumentExtensions },
      { body: string }
    >;
    /** A Postman collection of what a stage of a REST or HTTP API serves. */
    exportCollection: Action<{ apiId: string; stageName: string }, { body: string }>;
    updateApi: Mutation<{ apiId: string; patch: Patch<RestApiSettings> } & Versioned>;
    deleteApi: Mutation<{ apiId: string }>;

    createResource: Mutation<{ apiId: string; parentId: string; pathPart: string }, { resourceId: string; path: string }>;
    updateResource: Mutation<{ apiId: string; resourceId: string; pathPart?: string; parentId?: string }, { path: string }>;
    deleteResource: Mutation<{ apiId: string; resourceId: string }>;
    /** Copies a resource with everything below it and all methods. */
    duplicateResource: Mutation<
      { apiId: string; resourceId: string; parentId: string; pathPart: string },
      { resourceId: string; path: string }
    >;
    bulkDelete: Mutation<{ apiId: string; resourceIds: string[]; methods: MethodRef[] }>;
    bulkChangeMethods: Mutation<{ apiId: string; methods: MethodRef[]; change: BulkChange }, { changed: number }>;
    createMethod: Mutation<MethodKey>;
    /** The form's own fields of a method, its integration and its responses. */
    updateMethod: Mutation<MethodKey & { patch: Patch<Method> } & Versioned, { version: number }>;
    deleteMethod: Mutation<MethodKey>;

    enableCors: Mutation<{ apiId: string; resourceId: string; settings: CorsSettings }>;

    createDocumentationPart: Mutation<{ apiId: string; location: DocumentationPlace; properties: string }, { id: string }>;
    updateDocumentationPart: Mutation<{ apiId: string; id: string; properties: string } & Versioned>;
    deleteDocumentationPart: Mutation<{ apiId: string; id: string }>;
    publishDocumentation: Mutation<{ apiId: string; version: string; description?: string; stageName?: string }>;
    restoreDocumentation: Mutation<{ apiId: string; version: string }>;
    deleteDocumentationVersion: Mutation<{ apiId: string; version: string }>;

    generateClientCertificate: Mutation<{ description?: string }, { id: string }>;
    updateClientCertificate: Mutation<{ id: string; description: string } & Versioned>;
    deleteClientCertificate: Mutation<{ id: string }>;

    createVpcLink: Mutation<{ kind: VpcLinkKind; name: string; targets: VpcLinkTarget[] }, { id: string }>;
    updateVpcLink: Mutation<{ kind: VpcLinkKind; id: string; name: string; description: string; targets: VpcLinkTarget[] } & Versioned>;
    deleteVpcLink: Mutation<{ kind: VpcLinkKind; id: string }>;

    createDomain: Mutation<{ domainName: string; endpointType: DomainSummary["endpointType"] }, DomainRef>;
    updateDomain: Mutation<
      DomainRef & {
        routingMode?: RoutingMode;
        securityPolicy?: string;
        endpointAccessMode?: EndpointAccessMode;
        policy?: string;
      } & Versioned
    >;
    deleteDomain: Mutation<DomainRef>;
    /** Without an upload one is made that signs itself. */
    setDomainCertificate: Mutation<
      DomainRef & { upload?: { certificateBody: string; certificatePrivateKey: string; certificateChain?: string } } & Versioned
    >;
    /** Without a bundle clients are not asked for certificates. */
    setDomainTruststore: Mutation<DomainRef & { bundle?: string } & Versioned>;
    saveDomainMapping: Mutation<DomainRef & { apiMappingId?: string; basePath: string; target: DomainTarget }>;
    deleteDomainMapping: Mutation<DomainRef & { apiMappingId: string }>;
    saveRoutingRule: Mutation<
      DomainRef & Omit<RoutingRule, "routingRuleId" | "apiId" | "stage"> & { routingRuleId?: string; target: DomainTarget }
    >;
    deleteRoutingRule: Mutation<DomainRef & { routingRuleId: string }>;
    addDomainAccess: Mutation<{ domainNameArn: string; source: string }>;
    removeDomainAccess: Mutation<{ arn: string }>;

    createModel: Mutation<{ apiId: string; name: string; contentType: string; schema: string; description?: string }>;
    updateModel: Mutation<{ apiId: string; name: string; schema?: string; description?: string } & Versioned>;
    deleteModel: Mutation<{ apiId: string; name: string }>;
    createRequestValidator: Mutation<
      { apiId: string; name: string; validateRequestBody: boolean; validateRequestParameters: boolean },
      { id: string }
    >;
    putGatewayResponse: Mutation<{ apiId: string } & GatewayResponse>;
    deleteGatewayResponse: Mutation<{ apiId: string; responseType: GatewayResponseType }>;

    /** Refused while a check fails, unless there is a reason to go ahead. */
    deploy: Mutation<
      { apiId: string; stageName: string; description?: string; overrideReason?: string },
      { deploymentId: string; invokeUrl: string /** The stage is protected: a second member has to approve it. */; approvalId?: string }
    >;
    setStageDeployment: Mutation<{ apiId: string; stageName: string; deploymentId: string }, { approvalId?: string }>;
    createStage: Mutation<{ apiId: string; stageName: string; deploymentId: string; description?: string }, { invokeUrl: string }>;
    /** The canary's deployment and variables become the stage's, and the canary ends. */
    promoteCanary: Mutation<{ apiId: string; stageName: string } & Versioned>;
    /** The value of a secret variable of a stage of any kind of API; the history says who saw it. */
    revealStageVariable: Action<{ apiId: string; stageName: string; name: string }, { value: string }>;
    updateStage: Mutation<{ apiId: string; stageName: string; patch: Patch<StageSettings> & { deploymentId?: string } } & Versioned>;
    /** Forgets the answer to one request, named by what its method's cache keys read. */
    flushCachedAnswer: Mutation<{
      apiId: string;
      stageName: string;
      resourceId: string;
      httpMethod: string;
      pathWithQueryString: string;
      headers: [string, string][];
      body?: string;
    }>;
    flushStageCache: Mutation<{ apiId: string; stageName: string }>;
    deleteStage: Mutation<{ apiId: string; stageName: string }>;

    testMethod: Action<{ apiId: string; resourceId: string; deploymentId?: string; variablesOf?: string } & TestRequest, TestResult>;
    /** A call of the deployed stage, answered by the gateway itself; signed with an access key of who asks, if one is named. */
    testStage: Action<{ apiId: string; stageName: string; signWith?: string } & TestRequest, TestResult>;
    /** The calls of a browser of another origin, and the gateway's own answers; without a stage, of the draft. */
    diagnoseCors: Action<
      { apiId: string; resourceId: string; stageName?: string; origin: string; httpMethod: string; headers: string[]; path: string },
      { probes: CorsProbe[] }
    >;
    /** Whether an HTTP backend can be reached, by the rules that the gateway keeps. */
    checkIntegrationTarget: Action<{ apiId: string; url: string; skipsCertificateCheck: boolean }, { steps: BackendStep[] }>;
    /** A client of what the stage serves, as a ZIP archive. */
    downloadSdk: Action<
      { apiId: string; stageName: string; sdkType: string; parameters: Record<string, string> },
      { name: string; base64: string }
    >;
    /** A line of an access log in this format, of a made-up request. */
    sampleAccessLine: Action<{ apiId: string; stageName: string; format: string }, { line: string }>;
    createAccessKey: Action<{ description?: string }, { id: string; secret: string }>;
    deleteAccessKey: Action<{ id: string }, object>;
    setAccessKeyPolicy: Mutation<{ id: string; policy: string | null } & Versioned>;
  };

export type OperationName = keyof Operations;
export type QueryName = { [N in OperationName]: Operations[N]["kind"] extends "query" ? N : never }[OperationName];
export type MutationName = Exclude<OperationName, QueryName>;
export type Input<N extends OperationName> = Operations[N]["input"];
export type Output<N extends OperationName> = Operations[N]["output"];

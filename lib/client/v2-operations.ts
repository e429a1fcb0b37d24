import type {
  Route,
  RouteResponse,
  V2ApiDefinition,
  V2ApiSettings,
  V2Authorizer,
  V2Integration,
  V2IntegrationResponse,
  V2Model,
  V2StageSettings,
} from "../definition/v2-api.ts";
import type { Edits } from "../definition/v2-edits.ts";
import type { Action, Moment, Mutation, Query, Versioned } from "./operation-kinds.ts";
import type { ApiSummary } from "./operations.ts";

/** An HTTP or WebSocket API: its draft, and how its stages are set. */
export type V2ApiDetail = ApiSummary & {
  definition: V2ApiDefinition;
  /** Of the API and of everything in its draft, by id. */
  versions: Readonly<Record<string, number>>;
  stageSettings: V2StageDetail[];
};

export type V2StageDetail = {
  stageName: string;
  deploymentId: string;
  version: number;
  createdDate: Moment;
  lastUpdatedDate: Moment;
  settings: V2StageSettings;
};

export type V2DeploymentSummary = {
  id: string;
  description?: string;
  createdDate: Moment;
  author?: string;
  /** Made by a change, for stages that deploy by themselves. */
  autoDeployed: boolean;
  /** Stages that serve it now. */
  stages: string[];
};

/** Members of an integration that a person gives; the service adds the rest. */
export type NewIntegration = Partial<Omit<V2Integration, "integrationId" | "integrationResponses">> &
  Pick<V2Integration, "integrationType">;

type RouteRef = { apiId: string; routeId: string };
type IntegrationRef = { apiId: string; integrationId: string };
type StageRef = { apiId: string; stageName: string };

/** Calls about HTTP and WebSocket APIs. */
export type V2Operations = {
  getV2Api: Query<{ apiId: string }, V2ApiDetail>;
  /** Where custom domain names lead to the API. */
  listApiMappings: Query<{ apiId: string }, { domainName: string; domainNameId?: string; basePath: string; stage: string }[]>;
  listV2Deployments: Query<{ apiId: string }, V2DeploymentSummary[]>;

  createV2Api: Mutation<
    { name: string; description?: string; protocolType: "HTTP" | "WEBSOCKET"; routeSelectionExpression?: string; target?: string },
    { apiId: string }
  >;
  createV2Example: Mutation<{ protocolType: "HTTP" | "WEBSOCKET" }, { apiId: string }>;
  updateV2Api: Mutation<{ apiId: string; edits: Edits<V2ApiSettings> } & Versioned>;

  createRoute: Mutation<{ apiId: string; routeKey: string; target?: string }, { routeId: string }>;
  updateRoute: Mutation<RouteRef & { edits: Edits<Route> } & Versioned>;
  deleteRoute: Mutation<RouteRef>;
  createRouteResponse: Mutation<RouteRef & Omit<RouteResponse, "routeResponseId">>;
  deleteRouteResponse: Mutation<RouteRef & { routeResponseId: string }>;

  createV2Integration: Mutation<{ apiId: string; integration: NewIntegration }, { integrationId: string }>;
  updateV2Integration: Mutation<IntegrationRef & { edits: Edits<V2Integration> } & Versioned>;
  deleteV2Integration: Mutation<IntegrationRef>;
  createV2IntegrationResponse: Mutation<IntegrationRef & Omit<V2IntegrationResponse, "integrationResponseId">>;
  updateV2IntegrationResponse: Mutation<
    IntegrationRef & { integrationResponseId: string; edits: Edits<V2IntegrationResponse> } & Versioned
  >;
  deleteV2IntegrationResponse: Mutation<IntegrationRef & { integrationResponseId: string }>;

  createV2Authorizer: Mutation<{ apiId: string; authorizer: Omit<V2Authorizer, "authorizerId"> }, { authorizerId: string }>;
  updateV2Authorizer: Mutation<{ apiId: string; authorizerId: string; edits: Edits<V2Authorizer> } & Versioned>;
  deleteV2Authorizer: Mutation<{ apiId: string; authorizerId: string }>;

  createV2Model: Mutation<{ apiId: string; name: string; contentType: string; schema: string }, { modelId: string }>;
  updateV2Model: Mutation<{ apiId: string; modelId: string; edits: Edits<V2Model> } & Versioned>;
  deleteV2Model: Mutation<{ apiId: string; modelId: string }>;

  /** Puts the draft on a stage that does not deploy by itself. */
  deployV2Api: Mutation<StageRef & { description?: string }, { deploymentId: string }>;
  createV2Stage: Mutation<StageRef & { autoDeploy: boolean; description?: string }>;
  updateV2Stage: Mutation<StageRef & { edits: Edits<V2StageSettings>; deploymentId?: string } & Versioned>;
  deleteV2Stage: Mutation<StageRef>;
  resetAuthorizersCache: Mutation<StageRef>;

  exportV2Api: Action<{ apiId: string; outputType: "JSON" | "YAML"; includeExtensions: boolean; stageName?: string }, { body: string }>;
};

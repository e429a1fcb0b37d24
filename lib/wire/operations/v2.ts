import { ServiceError } from "../../base/service-error.ts";
import type { Scope } from "../../services/scope.ts";
import * as tags from "../../services/tags.ts";
import * as apiMappings from "../../services/v2/api-mappings.ts";
import * as apis from "../../services/v2/apis.ts";
import * as authorizers from "../../services/v2/authorizers.ts";
import * as deployments from "../../services/v2/deployments.ts";
import * as domainNames from "../../services/v2/domain-names.ts";
import { exportV2Api } from "../../services/v2/export-api.ts";
import { importV2Api, reimportV2Api } from "../../services/v2/import-api.ts";
import * as integrations from "../../services/v2/integrations.ts";
import * as models from "../../services/v2/models.ts";
import * as routes from "../../services/v2/routes.ts";
import * as routingRules from "../../services/v2/routing-rules.ts";
import * as stages from "../../services/v2/stages.ts";
import * as vpcLinks from "../../services/v2/vpc-links.ts";
import type { Input } from "../decode.ts";
import type { V2Operation } from "../wire-table.ts";
import refused from "./refused.json" with { type: "json" };
import type { V2Handlers } from "./v2-handler.ts";

const supported = {
  CreateApi: apis.createV2Api,
  GetApi: apis.getV2Api,
  GetApis: apis.getV2Apis,
  UpdateApi: apis.updateV2Api,
  DeleteApi: apis.deleteV2Api,
  DeleteCorsConfiguration: apis.deleteCorsConfiguration,

  ImportApi: importV2Api,
  ReimportApi: reimportV2Api,
  ExportApi: exportV2Api,

  CreateRoute: routes.createRoute,
  GetRoute: routes.getRoute,
  GetRoutes: routes.getRoutes,
  UpdateRoute: routes.updateRoute,
  DeleteRoute: routes.deleteRoute,
  DeleteRouteRequestParameter: routes.deleteRouteRequestParameter,
  CreateRouteResponse: routes.createRouteResponse,
  GetRouteResponse: routes.getRouteResponse,
  GetRouteResponses: routes.getRouteResponses,
  UpdateRouteResponse: routes.updateRouteResponse,
  DeleteRouteResponse: routes.deleteRouteResponse,

  CreateIntegration: integrations.createV2Integration,
  GetIntegration: integrations.getV2Integration,
  GetIntegrations: integrations.getV2Integrations,
  UpdateIntegration: integrations.updateV2Integration,
  DeleteIntegration: integrations.deleteV2Integration,
  CreateIntegrationResponse: integrations.createV2IntegrationResponse,
  GetIntegrationResponse: integrations.getV2IntegrationResponse,
  GetIntegrationResponses: integrations.getV2IntegrationResponses,
  UpdateIntegrationResponse: integrations.updateV2IntegrationResponse,
  DeleteIntegrationResponse: integrations.deleteV2IntegrationResponse,

  CreateAuthorizer: authorizers.createV2Authorizer,
  GetAuthorizer: authorizers.getV2Authorizer,
  GetAuthorizers: authorizers.getV2Authorizers,
  UpdateAuthorizer: authorizers.updateV2Authorizer,
  DeleteAuthorizer: authorizers.deleteV2Authorizer,
  ResetAuthorizersCache: stages.resetAuthorizersCache,

  CreateModel: models.createV2Model,
  GetModel: models.getV2Model,
  GetModels: models.getV2Models,
  GetModelTemplate: models.getV2ModelTemplate,
  UpdateModel: models.updateV2Model,
  DeleteModel: models.deleteV2Model,

  CreateDeployment: deployments.createV2Deployment,
  GetDeployment: deployments.getV2Deployment,
  GetDeployments: deployments.getV2Deployments,
  UpdateDeployment: deployments.updateV2Deployment,
  DeleteDeployment: deployments.deleteV2Deployment,

  CreateStage: stages.createV2Stage,
  GetStage: stages.getV2Stage,
  GetStages: stages.getV2Stages,
  UpdateStage: stages.updateV2Stage,
  DeleteStage: stages.deleteV2Stage,
  DeleteAccessLogSettings: stages.deleteAccessLogSettings,
  DeleteRouteSettings: stages.deleteRouteSettings,

  CreateVpcLink: vpcLinks.createV2VpcLink,
  GetVpcLink: vpcLinks.getV2VpcLink,
  GetVpcLinks: vpcLinks.getV2VpcLinks,
  UpdateVpcLink: vpcLinks.updateV2VpcLink,
  DeleteVpcLink: vpcLinks.deleteV2VpcLink,

  CreateDomainName: domainNames.createV2DomainName,
  GetDomainName: domainNames.getV2DomainName,
  GetDomainNames: domainNames.getV2DomainNames,
  UpdateDomainName: domainNames.updateV2DomainName,
  DeleteDomainName: domainNames.deleteV2DomainName,

  CreateApiMapping: apiMappings.createApiMapping,
  GetApiMapping: apiMappings.getApiMapping,
  GetApiMappings: apiMappings.getApiMappings,
  UpdateApiMapping: apiMappings.updateApiMapping,
  DeleteApiMapping: apiMappings.deleteApiMapping,

  CreateRoutingRule: routingRules.createRoutingRule,
  GetRoutingRule: routingRules.getRoutingRule,
  ListRoutingRules: routingRules.listRoutingRules,
  PutRoutingRule: routingRules.putRoutingRule,
  DeleteRoutingRule: routingRules.deleteRoutingRule,

  GetTags: (scope, { resourceArn }) => tags.getTags(scope, { resourceArn }),
  TagResource: (scope, { resourceArn, tags: given = {} }) => tags.tagResource(scope, { resourceArn, tags: given }),
  UntagResource: tags.untagResource,
} satisfies V2Handlers<Exclude<V2Operation, keyof typeof refused.v2>>;

type AnyHandler = (scope: Scope, input: Input) => Promise<unknown>;

/** Calls the service behind an operation of the second API; the input was decoded and checked by the operation's table. */
export async function callV2(name: string, input: Input, scope: Scope): Promise<unknown> {
  // The table that made the input is the one that the handlers' types come from.
  const handler = (supported as unknown as Record<string, AnyHandler | undefined>)[name];
  if (handler !== undefined) return handler(scope, input);
  const reasons: Readonly<Record<string, string>> = refused.v2;
  throw new ServiceError("BadRequestException", `${name} is not supported: ${reasons[name] ?? "Gatehouse does not have it."}`);
}

import type { ResourceTypeName } from "../../cloudformation/resource-types.ts";
import * as access from "./access-resources.ts";
import * as domains from "./domain-resources.ts";
import * as release from "./release-resources.ts";
import type { ResourceHandler } from "./resource-handler.ts";
import * as rest from "./rest-api-resources.ts";
import * as v2 from "./v2-resources.ts";

/** What makes, changes and removes each type of resource. */
export const resourceHandlers = {
  "AWS::ApiGateway::Account": access.account,
  "AWS::ApiGateway::ApiKey": access.apiKey,
  "AWS::ApiGateway::Authorizer": rest.authorizer,
  "AWS::ApiGateway::BasePathMapping": domains.basePathMapping,
  "AWS::ApiGateway::BasePathMappingV2": domains.privateBasePathMapping,
  "AWS::ApiGateway::ClientCertificate": access.clientCertificate,
  "AWS::ApiGateway::Deployment": release.deployment,
  "AWS::ApiGateway::DocumentationPart": rest.documentationPart,
  "AWS::ApiGateway::DocumentationVersion": rest.documentationVersion,
  "AWS::ApiGateway::DomainName": domains.domainName,
  "AWS::ApiGateway::DomainNameAccessAssociation": domains.domainNameAccessAssociation,
  "AWS::ApiGateway::DomainNameV2": domains.privateDomainName,
  "AWS::ApiGateway::GatewayResponse": rest.gatewayResponse,
  "AWS::ApiGateway::Method": rest.method,
  "AWS::ApiGateway::Model": rest.model,
  "AWS::ApiGateway::RequestValidator": rest.requestValidator,
  "AWS::ApiGateway::Resource": rest.resource,
  "AWS::ApiGateway::RestApi": rest.restApi,
  "AWS::ApiGateway::Stage": release.stage,
  "AWS::ApiGateway::UsagePlan": access.usagePlan,
  "AWS::ApiGateway::UsagePlanKey": access.usagePlanKey,
  "AWS::ApiGateway::VpcLink": access.vpcLink,
  "AWS::ApiGatewayV2::Api": v2.v2Api,
  "AWS::ApiGatewayV2::ApiGatewayManagedOverrides": v2.managedOverrides,
  "AWS::ApiGatewayV2::ApiMapping": domains.apiMapping,
  "AWS::ApiGatewayV2::Authorizer": v2.v2Authorizer,
  "AWS::ApiGatewayV2::Deployment": v2.v2Deployment,
  "AWS::ApiGatewayV2::DomainName": domains.v2DomainName,
  "AWS::ApiGatewayV2::Integration": v2.v2Integration,
  "AWS::ApiGatewayV2::IntegrationResponse": v2.v2IntegrationResponse,
  "AWS::ApiGatewayV2::Model": v2.v2Model,
  "AWS::ApiGatewayV2::Route": v2.v2Route,
  "AWS::ApiGatewayV2::RouteResponse": v2.v2RouteResponse,
  "AWS::ApiGatewayV2::RoutingRule": domains.routingRule,
  "AWS::ApiGatewayV2::Stage": v2.v2Stage,
  "AWS::ApiGatewayV2::VpcLink": v2.v2VpcLink,
} satisfies Record<ResourceTypeName, ResourceHandler>;

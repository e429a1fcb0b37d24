// Made by bin/generate wire from @aws-sdk/client-apigatewayv2. Do not edit.
import type {
  CreateApiMappingRequest,
  CreateApiRequest,
  CreateAuthorizerRequest,
  CreateDeploymentRequest,
  CreateDomainNameRequest,
  CreateIntegrationRequest,
  CreateIntegrationResponseRequest,
  CreateModelRequest,
  CreatePortalProductRequest,
  CreatePortalRequest,
  CreateProductPageRequest,
  CreateProductRestEndpointPageRequest,
  CreateRouteRequest,
  CreateRouteResponseRequest,
  CreateRoutingRuleRequest,
  CreateStageRequest,
  CreateVpcLinkRequest,
  DeleteAccessLogSettingsRequest,
  DeleteApiMappingRequest,
  DeleteApiRequest,
  DeleteAuthorizerRequest,
  DeleteCorsConfigurationRequest,
  DeleteDeploymentRequest,
  DeleteDomainNameRequest,
  DeleteIntegrationRequest,
  DeleteIntegrationResponseRequest,
  DeleteModelRequest,
  DeletePortalProductRequest,
  DeletePortalProductSharingPolicyRequest,
  DeletePortalRequest,
  DeleteProductPageRequest,
  DeleteProductRestEndpointPageRequest,
  DeleteRouteRequest,
  DeleteRouteRequestParameterRequest,
  DeleteRouteResponseRequest,
  DeleteRouteSettingsRequest,
  DeleteRoutingRuleRequest,
  DeleteStageRequest,
  DeleteVpcLinkRequest,
  DisablePortalRequest,
  ExportApiRequest,
  GetApiMappingRequest,
  GetApiMappingsRequest,
  GetApiRequest,
  GetApisRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  GetDomainNameRequest,
  GetDomainNamesRequest,
  GetIntegrationRequest,
  GetIntegrationResponseRequest,
  GetIntegrationResponsesRequest,
  GetIntegrationsRequest,
  GetModelRequest,
  GetModelTemplateRequest,
  GetModelsRequest,
  GetPortalProductRequest,
  GetPortalProductSharingPolicyRequest,
  GetPortalRequest,
  GetProductPageRequest,
  GetProductRestEndpointPageRequest,
  GetRouteRequest,
  GetRouteResponseRequest,
  GetRouteResponsesRequest,
  GetRoutesRequest,
  GetRoutingRuleRequest,
  GetStageRequest,
  GetStagesRequest,
  GetTagsRequest,
  GetVpcLinkRequest,
  GetVpcLinksRequest,
  ImportApiRequest,
  ListPortalProductsRequest,
  ListPortalsRequest,
  ListProductPagesRequest,
  ListProductRestEndpointPagesRequest,
  ListRoutingRulesRequest,
  PreviewPortalRequest,
  PublishPortalRequest,
  PutPortalProductSharingPolicyRequest,
  PutRoutingRuleRequest,
  ReimportApiRequest,
  ResetAuthorizersCacheRequest,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateApiMappingRequest,
  UpdateApiRequest,
  UpdateAuthorizerRequest,
  UpdateDeploymentRequest,
  UpdateDomainNameRequest,
  UpdateIntegrationRequest,
  UpdateIntegrationResponseRequest,
  UpdateModelRequest,
  UpdatePortalProductRequest,
  UpdatePortalRequest,
  UpdateProductPageRequest,
  UpdateProductRestEndpointPageRequest,
  UpdateRouteRequest,
  UpdateRouteResponseRequest,
  UpdateStageRequest,
  UpdateVpcLinkRequest,
} from "@aws-sdk/client-apigatewayv2";

/** Every operation with the members of its request. */
export type V2Inputs = {
  CreateApi: CreateApiRequest;
  CreateApiMapping: CreateApiMappingRequest;
  CreateAuthorizer: CreateAuthorizerRequest;
  CreateDeployment: CreateDeploymentRequest;
  CreateDomainName: CreateDomainNameRequest;
  CreateIntegration: CreateIntegrationRequest;
  CreateIntegrationResponse: CreateIntegrationResponseRequest;
  CreateModel: CreateModelRequest;
  CreatePortal: CreatePortalRequest;
  CreatePortalProduct: CreatePortalProductRequest;
  CreateProductPage: CreateProductPageRequest;
  CreateProductRestEndpointPage: CreateProductRestEndpointPageRequest;
  CreateRoute: CreateRouteRequest;
  CreateRouteResponse: CreateRouteResponseRequest;
  CreateRoutingRule: CreateRoutingRuleRequest;
  CreateStage: CreateStageRequest;
  CreateVpcLink: CreateVpcLinkRequest;
  DeleteAccessLogSettings: DeleteAccessLogSettingsRequest;
  DeleteApi: DeleteApiRequest;
  DeleteApiMapping: DeleteApiMappingRequest;
  DeleteAuthorizer: DeleteAuthorizerRequest;
  DeleteCorsConfiguration: DeleteCorsConfigurationRequest;
  DeleteDeployment: DeleteDeploymentRequest;
  DeleteDomainName: DeleteDomainNameRequest;
  DeleteIntegration: DeleteIntegrationRequest;
  DeleteIntegrationResponse: DeleteIntegrationResponseRequest;
  DeleteModel: DeleteModelRequest;
  DeletePortal: DeletePortalRequest;
  DeletePortalProduct: DeletePortalProductRequest;
  DeletePortalProductSharingPolicy: DeletePortalProductSharingPolicyRequest;
  DeleteProductPage: DeleteProductPageRequest;
  DeleteProductRestEndpointPage: DeleteProductRestEndpointPageRequest;
  DeleteRoute: DeleteRouteRequest;
  DeleteRouteRequestParameter: DeleteRouteRequestParameterRequest;
  DeleteRouteResponse: DeleteRouteResponseRequest;
  DeleteRouteSettings: DeleteRouteSettingsRequest;
  DeleteRoutingRule: DeleteRoutingRuleRequest;
  DeleteStage: DeleteStageRequest;
  DeleteVpcLink: DeleteVpcLinkRequest;
  DisablePortal: DisablePortalRequest;
  ExportApi: ExportApiRequest;
  GetApi: GetApiRequest;
  GetApiMapping: GetApiMappingRequest;
  GetApiMappings: GetApiMappingsRequest;
  GetApis: GetApisRequest;
  GetAuthorizer: GetAuthorizerRequest;
  GetAuthorizers: GetAuthorizersRequest;
  GetDeployment: GetDeploymentRequest;
  GetDeployments: GetDeploymentsRequest;
  GetDomainName: GetDomainNameRequest;
  GetDomainNames: GetDomainNamesRequest;
  GetIntegration: GetIntegrationRequest;
  GetIntegrationResponse: GetIntegrationResponseRequest;
  GetIntegrationResponses: GetIntegrationResponsesRequest;
  GetIntegrations: GetIntegrationsRequest;
  GetModel: GetModelRequest;
  GetModelTemplate: GetModelTemplateRequest;
  GetModels: GetModelsRequest;
  GetPortal: GetPortalRequest;
  GetPortalProduct: GetPortalProductRequest;
  GetPortalProductSharingPolicy: GetPortalProductSharingPolicyRequest;
  GetProductPage: GetProductPageRequest;
  GetProductRestEndpointPage: GetProductRestEndpointPageRequest;
  GetRoute: GetRouteRequest;
  GetRouteResponse: GetRouteResponseRequest;
  GetRouteResponses: GetRouteResponsesRequest;
  GetRoutes: GetRoutesRequest;
  GetRoutingRule: GetRoutingRuleRequest;
  GetStage: GetStageRequest;
  GetStages: GetStagesRequest;
  GetTags: GetTagsRequest;
  GetVpcLink: GetVpcLinkRequest;
  GetVpcLinks: GetVpcLinksRequest;
  ImportApi: ImportApiRequest;
  ListPortalProducts: ListPortalProductsRequest;
  ListPortals: ListPortalsRequest;
  ListProductPages: ListProductPagesRequest;
  ListProductRestEndpointPages: ListProductRestEndpointPagesRequest;
  ListRoutingRules: ListRoutingRulesRequest;
  PreviewPortal: PreviewPortalRequest;
  PublishPortal: PublishPortalRequest;
  PutPortalProductSharingPolicy: PutPortalProductSharingPolicyRequest;
  PutRoutingRule: PutRoutingRuleRequest;
  ReimportApi: ReimportApiRequest;
  ResetAuthorizersCache: ResetAuthorizersCacheRequest;
  TagResource: TagResourceRequest;
  UntagResource: UntagResourceRequest;
  UpdateApi: UpdateApiRequest;
  UpdateApiMapping: UpdateApiMappingRequest;
  UpdateAuthorizer: UpdateAuthorizerRequest;
  UpdateDeployment: UpdateDeploymentRequest;
  UpdateDomainName: UpdateDomainNameRequest;
  UpdateIntegration: UpdateIntegrationRequest;
  UpdateIntegrationResponse: UpdateIntegrationResponseRequest;
  UpdateModel: UpdateModelRequest;
  UpdatePortal: UpdatePortalRequest;
  UpdatePortalProduct: UpdatePortalProductRequest;
  UpdateProductPage: UpdateProductPageRequest;
  UpdateProductRestEndpointPage: UpdateProductRestEndpointPageRequest;
  UpdateRoute: UpdateRouteRequest;
  UpdateRouteResponse: UpdateRouteResponseRequest;
  UpdateStage: UpdateStageRequest;
  UpdateVpcLink: UpdateVpcLinkRequest;
};

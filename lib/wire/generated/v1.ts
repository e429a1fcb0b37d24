// Made by bin/generate wire from @aws-sdk/client-api-gateway. Do not edit.
import type {
  CreateApiKeyRequest,
  CreateAuthorizerRequest,
  CreateBasePathMappingRequest,
  CreateDeploymentRequest,
  CreateDocumentationPartRequest,
  CreateDocumentationVersionRequest,
  CreateDomainNameAccessAssociationRequest,
  CreateDomainNameRequest,
  CreateModelRequest,
  CreateRequestValidatorRequest,
  CreateResourceRequest,
  CreateRestApiRequest,
  CreateStageRequest,
  CreateUsagePlanKeyRequest,
  CreateUsagePlanRequest,
  CreateVpcLinkRequest,
  DeleteApiKeyRequest,
  DeleteAuthorizerRequest,
  DeleteBasePathMappingRequest,
  DeleteClientCertificateRequest,
  DeleteDeploymentRequest,
  DeleteDocumentationPartRequest,
  DeleteDocumentationVersionRequest,
  DeleteDomainNameAccessAssociationRequest,
  DeleteDomainNameRequest,
  DeleteGatewayResponseRequest,
  DeleteIntegrationRequest,
  DeleteIntegrationResponseRequest,
  DeleteMethodRequest,
  DeleteMethodResponseRequest,
  DeleteModelRequest,
  DeleteRequestValidatorRequest,
  DeleteResourceRequest,
  DeleteRestApiRequest,
  DeleteStageRequest,
  DeleteUsagePlanKeyRequest,
  DeleteUsagePlanRequest,
  DeleteVpcLinkRequest,
  FlushStageAuthorizersCacheRequest,
  FlushStageCacheRequest,
  GenerateClientCertificateRequest,
  GetAccountRequest,
  GetApiKeyRequest,
  GetApiKeysRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  GetBasePathMappingRequest,
  GetBasePathMappingsRequest,
  GetClientCertificateRequest,
  GetClientCertificatesRequest,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  GetDocumentationPartRequest,
  GetDocumentationPartsRequest,
  GetDocumentationVersionRequest,
  GetDocumentationVersionsRequest,
  GetDomainNameAccessAssociationsRequest,
  GetDomainNameRequest,
  GetDomainNamesRequest,
  GetExportRequest,
  GetGatewayResponseRequest,
  GetGatewayResponsesRequest,
  GetIntegrationRequest,
  GetIntegrationResponseRequest,
  GetMethodRequest,
  GetMethodResponseRequest,
  GetModelRequest,
  GetModelTemplateRequest,
  GetModelsRequest,
  GetRequestValidatorRequest,
  GetRequestValidatorsRequest,
  GetResourceRequest,
  GetResourcesRequest,
  GetRestApiRequest,
  GetRestApisRequest,
  GetSdkRequest,
  GetSdkTypeRequest,
  GetSdkTypesRequest,
  GetStageRequest,
  GetStagesRequest,
  GetTagsRequest,
  GetUsagePlanKeyRequest,
  GetUsagePlanKeysRequest,
  GetUsagePlanRequest,
  GetUsagePlansRequest,
  GetUsageRequest,
  GetVpcLinkRequest,
  GetVpcLinksRequest,
  ImportApiKeysRequest,
  ImportDocumentationPartsRequest,
  ImportRestApiRequest,
  PutGatewayResponseRequest,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  PutMethodRequest,
  PutMethodResponseRequest,
  PutRestApiRequest,
  RejectDomainNameAccessAssociationRequest,
  TagResourceRequest,
  TestInvokeAuthorizerRequest,
  TestInvokeMethodRequest,
  UntagResourceRequest,
  UpdateAccountRequest,
  UpdateApiKeyRequest,
  UpdateAuthorizerRequest,
  UpdateBasePathMappingRequest,
  UpdateClientCertificateRequest,
  UpdateDeploymentRequest,
  UpdateDocumentationPartRequest,
  UpdateDocumentationVersionRequest,
  UpdateDomainNameRequest,
  UpdateGatewayResponseRequest,
  UpdateIntegrationRequest,
  UpdateIntegrationResponseRequest,
  UpdateMethodRequest,
  UpdateMethodResponseRequest,
  UpdateModelRequest,
  UpdateRequestValidatorRequest,
  UpdateResourceRequest,
  UpdateRestApiRequest,
  UpdateStageRequest,
  UpdateUsagePlanRequest,
  UpdateUsageRequest,
  UpdateVpcLinkRequest,
} from "@aws-sdk/client-api-gateway";

/** Every operation with the members of its request. */
export type V1Inputs = {
  CreateApiKey: CreateApiKeyRequest;
  CreateAuthorizer: CreateAuthorizerRequest;
  CreateBasePathMapping: CreateBasePathMappingRequest;
  CreateDeployment: CreateDeploymentRequest;
  CreateDocumentationPart: CreateDocumentationPartRequest;
  CreateDocumentationVersion: CreateDocumentationVersionRequest;
  CreateDomainName: CreateDomainNameRequest;
  CreateDomainNameAccessAssociation: CreateDomainNameAccessAssociationRequest;
  CreateModel: CreateModelRequest;
  CreateRequestValidator: CreateRequestValidatorRequest;
  CreateResource: CreateResourceRequest;
  CreateRestApi: CreateRestApiRequest;
  CreateStage: CreateStageRequest;
  CreateUsagePlan: CreateUsagePlanRequest;
  CreateUsagePlanKey: CreateUsagePlanKeyRequest;
  CreateVpcLink: CreateVpcLinkRequest;
  DeleteApiKey: DeleteApiKeyRequest;
  DeleteAuthorizer: DeleteAuthorizerRequest;
  DeleteBasePathMapping: DeleteBasePathMappingRequest;
  DeleteClientCertificate: DeleteClientCertificateRequest;
  DeleteDeployment: DeleteDeploymentRequest;
  DeleteDocumentationPart: DeleteDocumentationPartRequest;
  DeleteDocumentationVersion: DeleteDocumentationVersionRequest;
  DeleteDomainName: DeleteDomainNameRequest;
  DeleteDomainNameAccessAssociation: DeleteDomainNameAccessAssociationRequest;
  DeleteGatewayResponse: DeleteGatewayResponseRequest;
  DeleteIntegration: DeleteIntegrationRequest;
  DeleteIntegrationResponse: DeleteIntegrationResponseRequest;
  DeleteMethod: DeleteMethodRequest;
  DeleteMethodResponse: DeleteMethodResponseRequest;
  DeleteModel: DeleteModelRequest;
  DeleteRequestValidator: DeleteRequestValidatorRequest;
  DeleteResource: DeleteResourceRequest;
  DeleteRestApi: DeleteRestApiRequest;
  DeleteStage: DeleteStageRequest;
  DeleteUsagePlan: DeleteUsagePlanRequest;
  DeleteUsagePlanKey: DeleteUsagePlanKeyRequest;
  DeleteVpcLink: DeleteVpcLinkRequest;
  FlushStageAuthorizersCache: FlushStageAuthorizersCacheRequest;
  FlushStageCache: FlushStageCacheRequest;
  GenerateClientCertificate: GenerateClientCertificateRequest;
  GetAccount: GetAccountRequest;
  GetApiKey: GetApiKeyRequest;
  GetApiKeys: GetApiKeysRequest;
  GetAuthorizer: GetAuthorizerRequest;
  GetAuthorizers: GetAuthorizersRequest;
  GetBasePathMapping: GetBasePathMappingRequest;
  GetBasePathMappings: GetBasePathMappingsRequest;
  GetClientCertificate: GetClientCertificateRequest;
  GetClientCertificates: GetClientCertificatesRequest;
  GetDeployment: GetDeploymentRequest;
  GetDeployments: GetDeploymentsRequest;
  GetDocumentationPart: GetDocumentationPartRequest;
  GetDocumentationParts: GetDocumentationPartsRequest;
  GetDocumentationVersion: GetDocumentationVersionRequest;
  GetDocumentationVersions: GetDocumentationVersionsRequest;
  GetDomainName: GetDomainNameRequest;
  GetDomainNameAccessAssociations: GetDomainNameAccessAssociationsRequest;
  GetDomainNames: GetDomainNamesRequest;
  GetExport: GetExportRequest;
  GetGatewayResponse: GetGatewayResponseRequest;
  GetGatewayResponses: GetGatewayResponsesRequest;
  GetIntegration: GetIntegrationRequest;
  GetIntegrationResponse: GetIntegrationResponseRequest;
  GetMethod: GetMethodRequest;
  GetMethodResponse: GetMethodResponseRequest;
  GetModel: GetModelRequest;
  GetModelTemplate: GetModelTemplateRequest;
  GetModels: GetModelsRequest;
  GetRequestValidator: GetRequestValidatorRequest;
  GetRequestValidators: GetRequestValidatorsRequest;
  GetResource: GetResourceRequest;
  GetResources: GetResourcesRequest;
  GetRestApi: GetRestApiRequest;
  GetRestApis: GetRestApisRequest;
  GetSdk: GetSdkRequest;
  GetSdkType: GetSdkTypeRequest;
  GetSdkTypes: GetSdkTypesRequest;
  GetStage: GetStageRequest;
  GetStages: GetStagesRequest;
  GetTags: GetTagsRequest;
  GetUsage: GetUsageRequest;
  GetUsagePlan: GetUsagePlanRequest;
  GetUsagePlanKey: GetUsagePlanKeyRequest;
  GetUsagePlanKeys: GetUsagePlanKeysRequest;
  GetUsagePlans: GetUsagePlansRequest;
  GetVpcLink: GetVpcLinkRequest;
  GetVpcLinks: GetVpcLinksRequest;
  ImportApiKeys: ImportApiKeysRequest;
  ImportDocumentationParts: ImportDocumentationPartsRequest;
  ImportRestApi: ImportRestApiRequest;
  PutGatewayResponse: PutGatewayResponseRequest;
  PutIntegration: PutIntegrationRequest;
  PutIntegrationResponse: PutIntegrationResponseRequest;
  PutMethod: PutMethodRequest;
  PutMethodResponse: PutMethodResponseRequest;
  PutRestApi: PutRestApiRequest;
  RejectDomainNameAccessAssociation: RejectDomainNameAccessAssociationRequest;
  TagResource: TagResourceRequest;
  TestInvokeAuthorizer: TestInvokeAuthorizerRequest;
  TestInvokeMethod: TestInvokeMethodRequest;
  UntagResource: UntagResourceRequest;
  UpdateAccount: UpdateAccountRequest;
  UpdateApiKey: UpdateApiKeyRequest;
  UpdateAuthorizer: UpdateAuthorizerRequest;
  UpdateBasePathMapping: UpdateBasePathMappingRequest;
  UpdateClientCertificate: UpdateClientCertificateRequest;
  UpdateDeployment: UpdateDeploymentRequest;
  UpdateDocumentationPart: UpdateDocumentationPartRequest;
  UpdateDocumentationVersion: UpdateDocumentationVersionRequest;
  UpdateDomainName: UpdateDomainNameRequest;
  UpdateGatewayResponse: UpdateGatewayResponseRequest;
  UpdateIntegration: UpdateIntegrationRequest;
  UpdateIntegrationResponse: UpdateIntegrationResponseRequest;
  UpdateMethod: UpdateMethodRequest;
  UpdateMethodResponse: UpdateMethodResponseRequest;
  UpdateModel: UpdateModelRequest;
  UpdateRequestValidator: UpdateRequestValidatorRequest;
  UpdateResource: UpdateResourceRequest;
  UpdateRestApi: UpdateRestApiRequest;
  UpdateStage: UpdateStageRequest;
  UpdateUsage: UpdateUsageRequest;
  UpdateUsagePlan: UpdateUsagePlanRequest;
  UpdateVpcLink: UpdateVpcLinkRequest;
};

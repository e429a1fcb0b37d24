import * as authorizers from "../../services/authorizers.ts";
import * as gatewayResponses from "../../services/gateway-responses.ts";
import * as integrationResponses from "../../services/integration-responses.ts";
import * as integrations from "../../services/integrations.ts";
import * as methodResponses from "../../services/method-responses.ts";
import * as methods from "../../services/methods.ts";
import * as models from "../../services/models.ts";
import * as requestValidators from "../../services/request-validators.ts";
import * as resources from "../../services/resources.ts";
import type { V1Inputs } from "../generated/v1.ts";
import {
  authorizerPatch,
  gatewayResponsePatch,
  integrationPatch,
  integrationResponsePatch,
  methodPatch,
  methodResponsePatch,
  modelPatch,
  requestValidatorPatch,
  resourcePatch,
} from "../patch/definition-patches.ts";
import type { PatchOperation, PatchTable } from "../patch/patch-table.ts";
import type { Handlers } from "./handler.ts";

type Patched = { patchOperations?: PatchOperation[] | undefined };

/** The change that a request's operations ask for. */
export function patch<Draft>(table: PatchTable<Draft>, { patchOperations }: Patched): (draft: Draft) => Draft {
  return (draft) => table.apply(draft, patchOperations);
}

export const definitionOperations = {
  CreateResource: resources.createResource,
  GetResource: resources.getResource,
  GetResources: resources.getResources,
  UpdateResource: (scope, input) => resources.updateResource(scope, input, patch(resourcePatch, input)),
  DeleteResource: resources.deleteResource,

  PutMethod: methods.putMethod,
  GetMethod: methods.getMethod,
  UpdateMethod: (scope, input) => methods.updateMethod(scope, input, patch(methodPatch, input)),
  DeleteMethod: methods.deleteMethod,

  PutMethodResponse: methodResponses.putMethodResponse,
  GetMethodResponse: methodResponses.getMethodResponse,
  UpdateMethodResponse: (scope, input) => methodResponses.updateMethodResponse(scope, input, patch(methodResponsePatch, input)),
  DeleteMethodResponse: methodResponses.deleteMethodResponse,

  PutIntegration: integrations.putIntegration,
  GetIntegration: integrations.getIntegration,
  UpdateIntegration: (scope, input) => integrations.updateIntegration(scope, input, patch(integrationPatch, input)),
  DeleteIntegration: integrations.deleteIntegration,

  PutIntegrationResponse: integrationResponses.putIntegrationResponse,
  GetIntegrationResponse: integrationResponses.getIntegrationResponse,
  UpdateIntegrationResponse: (scope, input) =>
    integrationResponses.updateIntegrationResponse(scope, input, patch(integrationResponsePatch, input)),
  DeleteIntegrationResponse: integrationResponses.deleteIntegrationResponse,

  CreateModel: models.createModel,
  GetModel: models.getModel,
  GetModels: models.getModels,
  GetModelTemplate: models.getModelTemplate,
  UpdateModel: (scope, input) => models.updateModel(scope, input, patch(modelPatch, input)),
  DeleteModel: models.deleteModel,

  CreateRequestValidator: requestValidators.createRequestValidator,
  GetRequestValidator: requestValidators.getRequestValidator,
  GetRequestValidators: requestValidators.getRequestValidators,
  UpdateRequestValidator: (scope, input) => requestValidators.updateRequestValidator(scope, input, patch(requestValidatorPatch, input)),
  DeleteRequestValidator: requestValidators.deleteRequestValidator,

  CreateAuthorizer: authorizers.createAuthorizer,
  GetAuthorizer: authorizers.getAuthorizer,
  GetAuthorizers: authorizers.getAuthorizers,
  UpdateAuthorizer: (scope, input) => authorizers.updateAuthorizer(scope, input, patch(authorizerPatch, input)),
  DeleteAuthorizer: authorizers.deleteAuthorizer,

  PutGatewayResponse: gatewayResponses.putGatewayResponse,
  GetGatewayResponse: gatewayResponses.getGatewayResponse,
  GetGatewayResponses: gatewayResponses.getGatewayResponses,
  UpdateGatewayResponse: (scope, input) => gatewayResponses.updateGatewayResponse(scope, input, patch(gatewayResponsePatch, input)),
  DeleteGatewayResponse: gatewayResponses.deleteGatewayResponse,
} satisfies Partial<Handlers<keyof V1Inputs>>;

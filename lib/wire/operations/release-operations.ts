import * as account from "../../services/account.ts";
import * as apiKeys from "../../services/api-keys.ts";
import * as clientCertificates from "../../services/client-certificates.ts";
import * as deployments from "../../services/deployments.ts";
import { getExport } from "../../services/get-export.ts";
import { getSdk, getSdkType, getSdkTypes } from "../../services/get-sdk.ts";
import { importApiKeyFile } from "../../services/import-api-keys.ts";
import * as stages from "../../services/stages.ts";
import * as tags from "../../services/tags.ts";
import * as usage from "../../services/usage.ts";
import * as usagePlanKeys from "../../services/usage-plan-keys.ts";
import * as usagePlans from "../../services/usage-plans.ts";
import * as vpcLinks from "../../services/vpc-links.ts";
import type { V1Inputs } from "../generated/v1.ts";
import { accountPatch, apiKeyPatch, descriptionPatch, usagePatch, usagePlanPatch, vpcLinkPatch } from "../patch/access-patches.ts";
import { stagePatch } from "../patch/stage-patch.ts";
import { patch } from "./definition-operations.ts";
import type { Handlers } from "./handler.ts";

export const releaseOperations = {
  CreateDeployment: deployments.createDeployment,
  GetDeployment: deployments.getDeployment,
  GetDeployments: deployments.getDeployments,
  UpdateDeployment: (scope, input) => deployments.updateDeployment(scope, input, patch(descriptionPatch, input)),
  DeleteDeployment: deployments.deleteDeployment,

  CreateStage: stages.createStage,
  GetStage: stages.getStage,
  GetStages: stages.getStages,
  UpdateStage: (scope, input) => stages.updateStage(scope, input, patch(stagePatch, input)),
  DeleteStage: stages.deleteStage,
  FlushStageCache: stages.flushStageCache,
  FlushStageAuthorizersCache: stages.flushStageAuthorizersCache,

  CreateApiKey: apiKeys.createApiKey,
  GetApiKey: apiKeys.getApiKey,
  GetApiKeys: apiKeys.getApiKeys,
  UpdateApiKey: (scope, input) => apiKeys.updateApiKey(scope, input, patch(apiKeyPatch, input)),
  DeleteApiKey: apiKeys.deleteApiKey,
  ImportApiKeys: importApiKeyFile,

  CreateUsagePlan: usagePlans.createUsagePlan,
  GetUsagePlan: usagePlans.getUsagePlan,
  GetUsagePlans: usagePlans.getUsagePlans,
  UpdateUsagePlan: (scope, input) => usagePlans.updateUsagePlan(scope, input, patch(usagePlanPatch, input)),
  DeleteUsagePlan: usagePlans.deleteUsagePlan,

  CreateUsagePlanKey: usagePlanKeys.createUsagePlanKey,
  GetUsagePlanKey: usagePlanKeys.getUsagePlanKey,
  GetUsagePlanKeys: usagePlanKeys.getUsagePlanKeys,
  DeleteUsagePlanKey: usagePlanKeys.deleteUsagePlanKey,

  GetExport: getExport,
  GetSdk: (scope, input, tools) => getSdk(scope, tools, input),
  GetSdkType: getSdkType,
  GetSdkTypes: getSdkTypes,

  GetUsage: usage.getUsage,
  UpdateUsage: (scope, input) => usage.updateUsage(scope, input, usagePatch.apply({ remaining: Number.NaN }, input.patchOperations)),

  CreateVpcLink: vpcLinks.createVpcLink,
  GetVpcLink: vpcLinks.getVpcLink,
  GetVpcLinks: vpcLinks.getVpcLinks,
  UpdateVpcLink: (scope, input) => vpcLinks.updateVpcLink(scope, input, patch(vpcLinkPatch, input)),
  DeleteVpcLink: vpcLinks.deleteVpcLink,

  GenerateClientCertificate: (scope, input, { sealer }) => clientCertificates.generateClientCertificate(scope, { sealer }, input),
  GetClientCertificate: clientCertificates.getClientCertificate,
  GetClientCertificates: clientCertificates.getClientCertificates,
  UpdateClientCertificate: (scope, input) => clientCertificates.updateClientCertificate(scope, input, patch(descriptionPatch, input)),
  DeleteClientCertificate: clientCertificates.deleteClientCertificate,

  GetTags: tags.getTags,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,

  GetAccount: account.getAccount,
  UpdateAccount: (scope, input) => account.updateAccount(scope, patch(accountPatch, input)),
} satisfies Partial<Handlers<keyof V1Inputs>>;

import { z } from "zod";
import { applyMergePatch } from "@/lib/base/merge-patch";
import type { Operations } from "@/lib/client/operations";
import { gatewayResponseTypes } from "@/lib/definition/gateway-response-types";
import { httpVerbs } from "@/lib/definition/http-verbs";
import { filterTextMax } from "@/lib/definition/log-filter";
import { previewHeader, previewParameter, previewStage } from "@/lib/definition/preview";
import type { Method, RestApiSettings } from "@/lib/definition/rest-api";
import { metricGroupings, metricRanges } from "@/lib/definition/traffic";
import { setAccessKeyPolicy } from "@/lib/services/access-key-policies";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "@/lib/services/access-keys";
import { getAuthorizers } from "@/lib/services/authorizers";
import { bulkChangeMethods, bulkDelete } from "@/lib/services/bulk-methods";
import { changeMethod, createMockMethod } from "@/lib/services/change-method";
import { cloneApi } from "@/lib/services/clone-api";
import { enableCors, previewCors } from "@/lib/services/cors";
import { deployChecked } from "@/lib/services/deploy-checked";
import { listDeploymentChanges } from "@/lib/services/deployment-changes";
import { getDeployments } from "@/lib/services/deployments";
import { diagnoseCors } from "@/lib/services/diagnose-cors";
import {
  diff,
  getDefinition,
  getListedApi,
  listApisWithChanges,
  listBreakingChanges,
  listDeploymentAuthors,
} from "@/lib/services/draft-state";
import { duplicateResource } from "@/lib/services/duplicate-resource";
import { createExampleApi } from "@/lib/services/example-api";
import { exportCollection } from "@/lib/services/export-collection";
import { findUsersOfAuthorizers, findUsersOfModels } from "@/lib/services/find-users";
import { deleteGatewayResponse, getGatewayResponses, putGatewayResponse } from "@/lib/services/gateway-responses";
import { getExport } from "@/lib/services/get-export";
import { countLogs, getLogEntry, searchLogs } from "@/lib/services/logs";
import { getMethodContext } from "@/lib/services/method-context";
import { deleteMethod, getMethod } from "@/lib/services/methods";
import { getMetrics, listTraffic } from "@/lib/services/metrics";
import { createModel, deleteModel, getModels, updateModel } from "@/lib/services/models";
import { openPreview } from "@/lib/services/preview-draft";
import { createRequestValidator, getRequestValidators } from "@/lib/services/request-validators";
import { createResource, deleteResource, getResource, listResources, updateResource } from "@/lib/services/resources";
import { createRestApi, deleteRestApi, getRestApi, updateRestApi } from "@/lib/services/rest-apis";
import { restoreDeployment } from "@/lib/services/restore-deployment";
import { sampleAccessLineOf } from "@/lib/services/sample-access-line";
import { search } from "@/lib/services/search";
import { findTestSigner } from "@/lib/services/sign-test";
import { getStage, getStages } from "@/lib/services/stages";
import { testMethod } from "@/lib/services/test-method";
import { getTestRun } from "@/lib/services/test-runs";
import { testStage } from "@/lib/services/test-stage";
import { deleteV2Api } from "@/lib/services/v2/apis";
import { accessOperations } from "./_access-operations";
import { approvalOperations } from "./_approval-operations";
import { auditOperations } from "./_audit-operations";
import { authorizerOperations } from "./_authorizer-operations";
import { connectionOperations } from "./_connection-operations";
import { copyOperations } from "./_copy-operations";
import { documentationOperations } from "./_documentation-operations";
import { domainOperations } from "./_domain-operations";
import { filterOperations } from "./_filter-operations";
import { importOperations } from "./_import-operations";
import { apiKey, definitionRef, id, name, options, patch, stageKey, testRequest, version } from "./_inputs";
import { lintOperations } from "./_lint-operations";
import { memberOperations } from "./_member-operations";
import { networkOperations } from "./_network-operations";
import { allPages } from "./_pages";
import type { Row } from "./_row";
import { sdkOperations } from "./_sdk-operations";
import { stackOperations } from "./_stack-operations";
import { stageOperations } from "./_stage-operations";
import { tagOperations } from "./_tag-operations";
import { testOperations } from "./_test-operations";
import { v2StageKey } from "./_v2-inputs";
import { v2Operations } from "./_v2-operations";
import { apiView, invokeUrl, stageView } from "./_views";

const verb = z.enum(httpVerbs);

const methodKey = apiKey.extend({ resourceId: id, httpMethod: verb });
/** More than the service takes, so that it says in its words what is too long. */
const identityPolicyTextMax = 20_000;
/** As many as a large API has. */
const bulkMax = 10_000;
const methodRefs = z.array(z.object({ resourceId: id, httpMethod: verb })).max(bulkMax);
const corsSettings = z.object({
  allowOrigin: z.string().max(300),
  allowMethods: z.array(z.string().max(20)).max(20),
  allowHeaders: z.array(z.string().max(128)).max(100),
  allowCredentials: z.boolean(),
  maxAgeSeconds: z.number().int().max(86_400).optional(),
  gatewayResponses: z.boolean(),
});
const logFilter = z.object({ filter: z.string().max(filterTextMax) });

const key = ({ apiId: restApiId, resourceId, httpMethod }: { apiId: string; resourceId: string; httpMethod: string }) => ({
  restApiId,
  resourceId,
  httpMethod,
});

/** Every call that the browser side of the console can make. */
export const operations: { [N in keyof Operations]: Row<N> } = {
  ...accessOperations,
  ...auditOperations,
  ...approvalOperations,
  ...memberOperations,
  ...authorizerOperations,
  ...filterOperations,
  ...connectionOperations,
  ...copyOperations,
  ...domainOperations,
  ...documentationOperations,
  ...importOperations,
  ...lintOperations,
  ...networkOperations,
  ...sdkOperations,
  ...stackOperations,
  ...tagOperations,
  ...testOperations,
  ...v2Operations,
  listApis: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope, runtime }) => (await listApisWithChanges(scope)).map((api) => apiView(runtime, api)),
  },
  getApiSummary: {
    kind: "query",
    input: apiKey,
    run: async ({ scope, runtime }, { apiId }) => apiView(runtime, await getListedApi(scope, apiId)),
  },
  getApi: {
    kind: "query",
    input: apiKey,
    run: async ({ scope, runtime }, { apiId }) => {
      const [api, summary] = await Promise.all([getRestApi(scope, { restApiId: apiId }), getListedApi(scope, apiId)]);
      const { id: _id, createdDate: _created, tags = {}, warnings: _warnings, rootResourceId, entityVersion, ...settings } = api;
      return { ...apiView(runtime, summary), tags, version: entityVersion, rootResourceId, settings };
    },
  },
  listResources: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId }) => {
      const resources = await listResources(scope, apiId);
      return resources.map(({ methods, ...resource }) => ({ ...resource, methods: methods.map(methodSummary) }));
    },
  },
  getMethod: {
    kind: "query",
    input: methodKey,
    run: async ({ scope }, input) => {
      const [{ entityVersion, ...method }, { path }] = await Promise.all([getMethod(scope, key(input)), getResource(scope, key(input))]);
      return { resourceId: input.resourceId, path, version: entityVersion, method };
    },
  },
  getMethodContext: {
    kind: "query",
    input: methodKey,
    run: ({ scope }, input) => getMethodContext(scope, key(input)),
  },
  getDefinition: {
    kind: "query",
    input: apiKey.extend({ of: definitionRef }),
    run: ({ scope }, { apiId, of }) => getDefinition(scope, apiId, of),
  },
  diff: {
    kind: "query",
    input: apiKey.extend({ from: definitionRef, to: definitionRef }),
    run: ({ scope }, input) => diff(scope, input),
  },
  listBreakingChanges: {
    kind: "query",
    input: apiKey.extend({ from: definitionRef, to: definitionRef }),
    run: ({ scope }, input) => listBreakingChanges(scope, input),
  },
  listDeploymentChanges: {
    kind: "query",
    input: apiKey.extend({ deploymentId: id }),
    run: async ({ scope }, { apiId: restApiId, deploymentId }) => {
      const { changes, ...rest } = await listDeploymentChanges(scope, { restApiId, deploymentId });
      return { ...rest, changes: changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })) };
    },
  },
  restoreDeployment: {
    kind: "mutation",
    input: apiKey.extend({ deploymentId: id }),
    run: async ({ scope }, { apiId: restApiId, deploymentId }) => {
      await restoreDeployment(scope, { restApiId, deploymentId });
      return {};
    },
  },
  listDeployments: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const [deployments, { item: stages }] = await Promise.all([
        allPages((page) => getDeployments(scope, { restApiId, ...page })),
        getStages(scope, { restApiId }),
      ]);
      const ids = deployments.map((each) => each.id);
      const authors = await listDeploymentAuthors(scope, ids);
      return deployments.map(({ id: deploymentId, description, createdDate }) => {
        const author = authors.get(deploymentId);
        return {
          id: deploymentId,
          ...(description === undefined ? {} : { description }),
          createdDate: createdDate.toISOString(),
          ...(author === undefined ? {} : { author }),
          stages: stages.filter((stage) => stage.deploymentId === deploymentId).map((stage) => stage.stageName),
        };
      });
    },
  },
  getStage: {
    kind: "query",
    input: stageKey,
    run: async ({ scope, runtime }, { apiId: restApiId, stageName }) =>
      stageView(runtime, restApiId, await getStage(scope, { restApiId, stageName })),
  },
  openPreview: {
    kind: "query",
    input: z.object({ apiId: id, stageName: z.string().max(128) }),
    run: async ({ scope, runtime }, { apiId, stageName }) => {
      const { token, expiresAt } = await openPreview(scope, runtime, { apiId, stageName });
      const url = invokeUrl(runtime, apiId, previewStage);
      return { url, token, parameter: previewParameter, header: previewHeader, expiresAt: expiresAt.toISOString() };
    },
  },
  listStages: {
    kind: "query",
    input: apiKey,
    run: async ({ scope, runtime }, { apiId }) => {
      const { item } = await getStages(scope, { restApiId: apiId });
      return item.map((stage) => stageView(runtime, apiId, stage));
    },
  },
  getWorkspace: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope: { workspace } }) => ({ accountId: workspace.accountId, region: workspace.region }),
  },
  listModels: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const [models, users] = await Promise.all([
        allPages((page) => getModels(scope, { restApiId, ...page })),
        findUsersOfModels(scope, restApiId),
      ]);
      return models.map(({ entityVersion, ...model }) => ({ ...model, version: entityVersion, usedBy: users.get(model.name) ?? [] }));
    },
  },
  listRequestValidators: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => allPages((page) => getRequestValidators(scope, { restApiId, ...page })),
  },
  listAuthorizers: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const [authorizers, users] = await Promise.all([
        allPages((page) => getAuthorizers(scope, { restApiId, ...page })),
        findUsersOfAuthorizers(scope, restApiId),
      ]);
      return authorizers.map(({ entityVersion, ...each }) => ({ ...each, version: entityVersion, usedBy: users.get(each.id) ?? [] }));
    },
  },
  listGatewayResponses: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const items = await allPages((page) => getGatewayResponses(scope, { restApiId, ...page }));
      return items.map(({ defaultResponse = false, ...response }) => ({ ...response, defaultResponse }));
    },
  },
  previewCors: {
    kind: "query",
    input: apiKey.extend({ resourceId: id, settings: corsSettings }),
    run: ({ scope }, { apiId: restApiId, ...input }) => previewCors(scope, { restApiId, ...input }),
  },
  getTestRun: { kind: "query", input: apiKey.extend({ requestId: id }), run: ({ scope }, input) => getTestRun(scope, input) },
  searchLogs: {
    kind: "query",
    input: logFilter.extend({
      before: z.object({ at: z.number(), requestId: id }).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    run: ({ scope }, input) => searchLogs(scope, input),
  },
  countLogs: { kind: "query", input: logFilter, run: ({ scope }, input) => countLogs(scope, input) },
  getLogEntry: { kind: "query", input: z.object({ requestId: id }), run: ({ scope }, { requestId }) => getLogEntry(scope, requestId) },
  getMetrics: {
    kind: "query",
    input: z.object({
      range: z.enum(metricRanges),
      apiId: id.optional(),
      stage: id.optional(),
      method: z.string().max(1_024).optional(),
      by: z.enum(metricGroupings),
    }),
    run: ({ scope }, input) => getMetrics(scope, input),
  },
  listTraffic: { kind: "query", input: z.object({}), run: ({ scope }) => listTraffic(scope) },
  listAccessKeys: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) =>
      (await listAccessKeys(scope)).map(({ createdAt, lastUsedAt, ...rest }) => ({
        ...rest,
        createdAt: createdAt.toISOString(),
        ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
      })),
  },
  search: {
    kind: "query",
    input: z.object({ text: z.string().max(200), apiId: id.optional() }),
    run: ({ scope }, { text, apiId: restApiId }) => search(scope, { text, restApiId }),
  },

  createApi: {
    kind: "mutation",
    input: z.object({ name, description: name.optional(), endpointType: z.enum(["REGIONAL", "EDGE", "PRIVATE"]).optional() }),
    run: async ({ scope }, { endpointType = "REGIONAL", ...input }) => {
      const api = await createRestApi(scope, { ...input, endpointConfiguration: { types: [endpointType] } });
      return { apiId: api.id, rootResourceId: api.rootResourceId };
    },
  },
  cloneApi: {
    kind: "mutation",
    input: apiKey.extend({ name, withStages: z.boolean() }),
    run: ({ scope }, input) => cloneApi(scope, input),
  },
  exportApi: {
    kind: "mutation",
    input: apiKey.extend({
      stageName: stageKey.shape.stageName,
      exportType: z.enum(["oas30", "swagger"]),
      outputType: z.enum(["JSON", "YAML"]),
      extensions: z.enum(["apigateway", "integrations", "authorizers", "none"]),
    }),
    run: async ({ scope }, { apiId: restApiId, stageName, exportType, outputType, extensions }) => {
      const parameters = extensions === "none" ? {} : { extensions };
      const accepts = `application/${outputType.toLowerCase()}`;
      const { body } = await getExport(scope, { restApiId, stageName, exportType, parameters, accepts });
      return { body };
    },
  },
  exportCollection: {
    kind: "mutation",
    input: v2StageKey,
    run: ({ scope, runtime }, { apiId, stageName }) =>
      exportCollection(scope, { apiId, stageName, baseUrl: invokeUrl(runtime, apiId, stageName) }),
  },
  importExample: {
    kind: "mutation",
    input: z.object({}),
    run: ({ scope, runtime }) => createExampleApi(scope, { demoPort: runtime.environment.DEMO_PORT }),
  },
  updateApi: {
    kind: "mutation",
    input: apiKey.extend({ patch, expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, patch: change, expectedVersion }) => {
      // The service parses the settings again before it stores them.
      await updateRestApi(scope, { restApiId }, (draft) => applyMergePatch(draft, change) as RestApiSettings, options(expectedVersion));
      return {};
    },
  },
  deleteApi: {
    kind: "mutation",
    input: apiKey,
    run: async ({ scope }, { apiId }) => {
      const { kind } = await getListedApi(scope, apiId);
      await (kind === "REST" ? deleteRestApi(scope, { restApiId: apiId }) : deleteV2Api(scope, { apiId }));
      return {};
    },
  },

  createResource: {
    kind: "mutation",
    input: apiKey.extend({ parentId: id, pathPart: name }),
    run: async ({ scope }, { apiId: restApiId, parentId, pathPart }) => {
      const resource = await createResource(scope, { restApiId, parentId, pathPart });
      return { resourceId: resource.id, path: resource.path };
    },
  },
  updateResource: {
    kind: "mutation",
    input: apiKey.extend({ resourceId: id, pathPart: name.optional(), parentId: id.optional() }),
    run: async ({ scope }, { apiId: restApiId, resourceId, ...place }) => {
      const { path } = await updateResource(scope, { restApiId, resourceId }, (draft) => ({ ...draft, ...place }));
      return { path };
    },
  },
  deleteResource: {
    kind: "mutation",
    input: apiKey.extend({ resourceId: id }),
    run: async ({ scope }, { apiId: restApiId, resourceId }) => {
      await deleteResource(scope, { restApiId, resourceId });
      return {};
    },
  },
  duplicateResource: {
    kind: "mutation",
    input: apiKey.extend({ resourceId: id, parentId: id, pathPart: name }),
    run: ({ scope }, { apiId: restApiId, ...input }) => duplicateResource(scope, { restApiId, ...input }),
  },
  bulkDelete: {
    kind: "mutation",
    input: apiKey.extend({ resourceIds: z.array(id).max(bulkMax), methods: methodRefs }),
    run: async ({ scope }, { apiId: restApiId, ...input }) => {
      await bulkDelete(scope, { restApiId, ...input });
      return {};
    },
  },
  bulkChangeMethods: {
    kind: "mutation",
    input: apiKey.extend({
      methods: methodRefs,
      change: z.object({
        authorization: z.object({ type: name, authorizerId: id.optional() }).optional(),
        apiKeyRequired: z.boolean().optional(),
        requestValidatorId: id.nullable().optional(),
      }),
    }),
    run: ({ scope }, { apiId: restApiId, ...input }) => bulkChangeMethods(scope, { restApiId, ...input }),
  },
  createMethod: {
    kind: "mutation",
    input: methodKey,
    run: async ({ scope }, input) => {
      await createMockMethod(scope, key(input));
      return {};
    },
  },
  updateMethod: {
    kind: "mutation",
    input: methodKey.extend({ patch, expectedVersion: version }),
    run: async ({ scope }, { patch: change, expectedVersion, ...input }) => {
      const { entityVersion } = await changeMethod(scope, key(input), change, options(expectedVersion));
      return { version: entityVersion };
    },
  },
  deleteMethod: {
    kind: "mutation",
    input: methodKey,
    run: async ({ scope }, input) => {
      await deleteMethod(scope, key(input));
      return {};
    },
  },

  enableCors: {
    kind: "mutation",
    input: apiKey.extend({ resourceId: id, settings: corsSettings }),
    run: async ({ scope }, { apiId: restApiId, ...input }) => {
      await enableCors(scope, { restApiId, ...input });
      return {};
    },
  },

  createModel: {
    kind: "mutation",
    input: apiKey.extend({ name, contentType: name, schema: z.string().max(400_000), description: name.optional() }),
    run: async ({ scope }, { apiId: restApiId, ...model }) => {
      await createModel(scope, { restApiId, ...model });
      return {};
    },
  },
  updateModel: {
    kind: "mutation",
    input: apiKey.extend({ name, schema: z.string().max(400_000).optional(), description: name.optional(), expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, name: modelName, expectedVersion, ...change }) => {
      await updateModel(scope, { restApiId, modelName }, (draft) => ({ ...draft, ...change }), options(expectedVersion));
      return {};
    },
  },
  deleteModel: {
    kind: "mutation",
    input: apiKey.extend({ name }),
    run: async ({ scope }, { apiId: restApiId, name: modelName }) => {
      await deleteModel(scope, { restApiId, modelName });
      return {};
    },
  },
  createRequestValidator: {
    kind: "mutation",
    input: apiKey.extend({ name, validateRequestBody: z.boolean(), validateRequestParameters: z.boolean() }),
    run: async ({ scope }, { apiId: restApiId, ...validator }) => ({
      id: (await createRequestValidator(scope, { restApiId, ...validator })).id,
    }),
  },
  putGatewayResponse: {
    kind: "mutation",
    input: apiKey.extend({
      responseType: z.enum(gatewayResponseTypes),
      statusCode: z.string().max(3).optional(),
      responseParameters: z.record(z.string(), z.string()).optional(),
      responseTemplates: z.record(z.string(), z.string()).optional(),
    }),
    run: async ({ scope }, { apiId: restApiId, ...response }) => {
      await putGatewayResponse(scope, { restApiId, ...response });
      return {};
    },
  },
  deleteGatewayResponse: {
    kind: "mutation",
    input: apiKey.extend({ responseType: z.enum(gatewayResponseTypes) }),
    run: async ({ scope }, { apiId: restApiId, responseType }) => {
      await deleteGatewayResponse(scope, { restApiId, responseType });
      return {};
    },
  },

  deploy: {
    kind: "mutation",
    input: stageKey.extend({ description: name.optional(), overrideReason: z.string().max(500).optional() }),
    run: async ({ scope, runtime }, { apiId: restApiId, ...input }) => {
      const { id: deploymentId, approvalId } = await deployChecked(scope, runtime, { restApiId, ...input });
      return {
        deploymentId,
        invokeUrl: invokeUrl(runtime, restApiId, input.stageName),
        ...(approvalId === undefined ? {} : { approvalId }),
      };
    },
  },
  ...stageOperations,

  testMethod: {
    kind: "mutation",
    input: testRequest.extend({ apiId: id, resourceId: id, deploymentId: id.optional(), variablesOf: id.optional() }),
    run: ({ scope, runtime }, input) => testMethod(scope, runtime, input),
  },
  testStage: {
    kind: "mutation",
    input: testRequest.extend({ apiId: id, stageName: id, signWith: id.optional() }),
    run: async ({ scope, runtime }, { signWith, ...input }) =>
      testStage(
        scope,
        runtime,
        input,
        signWith === undefined ? undefined : await findTestSigner(scope, runtime, { accessKeyId: signWith }),
      ),
  },
  diagnoseCors: {
    kind: "mutation",
    input: apiKey.extend({
      resourceId: id,
      stageName: id.optional(),
      origin: z.string().min(1).max(300),
      httpMethod: z.string().max(20),
      headers: z.array(z.string().min(1).max(128)).max(50),
      path: z.string().max(2_048),
    }),
    run: async ({ scope, runtime }, { apiId: restApiId, ...input }) => ({
      probes: await diagnoseCors(scope, runtime, { restApiId, ...input }),
    }),
  },
  sampleAccessLine: {
    kind: "mutation",
    input: stageKey.extend({ format: z.string().max(8_192) }),
    run: async ({ scope, runtime }, { apiId: restApiId, ...input }) => ({
      line: await sampleAccessLineOf(scope, runtime, { restApiId, ...input }),
    }),
  },
  createAccessKey: {
    kind: "mutation",
    input: z.object({ description: name.optional() }),
    run: ({ scope, runtime }, input) => createAccessKey(scope, runtime, input),
  },
  setAccessKeyPolicy: {
    kind: "mutation",
    input: z.object({ id, policy: z.string().max(identityPolicyTextMax).nullable(), expectedVersion: version }),
    run: async ({ scope }, { policy, expectedVersion, ...input }) => {
      await setAccessKeyPolicy(scope, { ...input, policy: policy ?? undefined }, options(expectedVersion));
      return {};
    },
  },
  deleteAccessKey: {
    kind: "mutation",
    input: z.object({ id }),
    run: async ({ scope }, input) => {
      await deleteAccessKey(scope, input);
      return {};
    },
  },
};

/** A method as the tree shows it. */
function methodSummary({ httpMethod, methodIntegration, authorizationType, apiKeyRequired }: Method) {
  return {
    httpMethod,
    ...(methodIntegration === undefined ? {} : { integration: methodIntegration.type }),
    authorizationType,
    apiKeyRequired,
  };
}

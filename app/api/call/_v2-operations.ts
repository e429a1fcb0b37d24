import { z } from "zod";
import type { V2Operations } from "@/lib/client/v2-operations";
import { protocolTypes, routeResponseSchema, v2AuthorizerSchema, v2IntegrationResponseSchema } from "@/lib/definition/v2-api";
import { listMappingsOfApi } from "@/lib/services/domain-mappings";
import { getListedApi } from "@/lib/services/draft-state";
import { createV2Api, getV2Api, updateV2Api } from "@/lib/services/v2/apis";
import { createV2Authorizer, deleteV2Authorizer, updateV2Authorizer } from "@/lib/services/v2/authorizers";
import { createV2Example } from "@/lib/services/v2/example-apis";
import { exportV2Api } from "@/lib/services/v2/export-api";
import { getV2Definition } from "@/lib/services/v2/get-definition";
import { getV2Versions } from "@/lib/services/v2/get-versions";
import {
  createV2Integration,
  createV2IntegrationResponse,
  deleteV2Integration,
  deleteV2IntegrationResponse,
  updateV2Integration,
  updateV2IntegrationResponse,
} from "@/lib/services/v2/integrations";
import { createV2Model, deleteV2Model, updateV2Model } from "@/lib/services/v2/models";
import { createRoute, createRouteResponse, deleteRoute, deleteRouteResponse, updateRoute } from "@/lib/services/v2/routes";
import { getV2Stages } from "@/lib/services/v2/stages";
import { apiKey, id, name, options, version } from "./_inputs";
import { allV2Pages } from "./_pages";
import type { Row } from "./_row";
import {
  apiEdits,
  authorizerEdits,
  integrationEdits,
  integrationRef,
  integrationResponseEdits,
  modelEdits,
  newIntegration,
  routeEdits,
  routeRef,
} from "./_v2-inputs";
import { v2ReleaseOperations } from "./_v2-release-operations";
import { apiView, v2StageView } from "./_views";

const documentMax = 1_048_576;
const expected = { expectedVersion: version };
const protocolType = z.enum(protocolTypes);

/** Calls about HTTP and WebSocket APIs. */
export const v2Operations: { [N in keyof V2Operations]: Row<N> } = {
  ...v2ReleaseOperations,
  getV2Api: {
    kind: "query",
    input: apiKey,
    run: async ({ scope, runtime }, { apiId }) => {
      const [{ tags = {} }, definition, versions, stages, listed] = await Promise.all([
        getV2Api(scope, { apiId }),
        getV2Definition(scope, apiId),
        getV2Versions(scope, apiId),
        allV2Pages((page) => getV2Stages(scope, { apiId, ...page })),
        getListedApi(scope, apiId),
      ]);
      return { ...apiView(runtime, listed), tags, definition, versions, stageSettings: stages.map(v2StageView) };
    },
  },
  listApiMappings: { kind: "query", input: apiKey, run: ({ scope }, { apiId }) => listMappingsOfApi(scope, apiId) },
  createV2Api: {
    kind: "mutation",
    input: z.object({
      name,
      description: name.optional(),
      protocolType,
      routeSelectionExpression: z.string().max(512).optional(),
      target: z.string().max(2_048).optional(),
    }),
    run: async ({ scope }, input) => ({ apiId: (await createV2Api(scope, input)).apiId }),
  },
  createV2Example: {
    kind: "mutation",
    input: z.object({ protocolType }),
    run: ({ scope, runtime }, input) => createV2Example(scope, { ...input, demoPort: runtime.environment.DEMO_PORT }),
  },
  updateV2Api: {
    kind: "mutation",
    input: apiKey.extend({ edits: apiEdits, ...expected }),
    run: async ({ scope }, { apiId, edits, expectedVersion }) => {
      await updateV2Api(scope, { ...members(edits), apiId }, options(expectedVersion));
      return {};
    },
  },
  createRoute: {
    kind: "mutation",
    input: apiKey.extend({ routeKey: z.string().min(1).max(1_024), target: z.string().max(128).optional() }),
    run: async ({ scope }, input) => ({ routeId: (await createRoute(scope, input)).routeId }),
  },
  updateRoute: {
    kind: "mutation",
    input: routeRef.extend({ edits: routeEdits, ...expected }),
    run: async ({ scope }, { edits, expectedVersion, ...key }) => {
      await updateRoute(scope, { ...members(edits), ...key }, options(expectedVersion));
      return {};
    },
  },
  deleteRoute: {
    kind: "mutation",
    input: routeRef,
    run: async ({ scope }, key) => {
      await deleteRoute(scope, key);
      return {};
    },
  },
  createRouteResponse: {
    kind: "mutation",
    input: routeRef.extend(routeResponseSchema.omit({ routeResponseId: true }).shape),
    run: async ({ scope }, input) => {
      await createRouteResponse(scope, input);
      return {};
    },
  },
  deleteRouteResponse: {
    kind: "mutation",
    input: routeRef.extend({ routeResponseId: id }),
    run: async ({ scope }, key) => {
      await deleteRouteResponse(scope, key);
      return {};
    },
  },
  createV2Integration: {
    kind: "mutation",
    input: apiKey.extend({ integration: newIntegration }),
    run: async ({ scope }, { apiId, integration }) => ({
      integrationId: (await createV2Integration(scope, { ...integration, apiId })).integrationId,
    }),
  },
  updateV2Integration: {
    kind: "mutation",
    input: integrationRef.extend({ edits: integrationEdits, ...expected }),
    run: async ({ scope }, { edits, expectedVersion, ...key }) => {
      await updateV2Integration(scope, { ...members(edits), ...key }, options(expectedVersion));
      return {};
    },
  },
  deleteV2Integration: {
    kind: "mutation",
    input: integrationRef,
    run: async ({ scope }, key) => {
      await deleteV2Integration(scope, key);
      return {};
    },
  },
  createV2IntegrationResponse: {
    kind: "mutation",
    input: integrationRef.extend(v2IntegrationResponseSchema.omit({ integrationResponseId: true }).shape),
    run: async ({ scope }, input) => {
      await createV2IntegrationResponse(scope, input);
      return {};
    },
  },
  updateV2IntegrationResponse: {
    kind: "mutation",
    input: integrationRef.extend({ integrationResponseId: id, edits: integrationResponseEdits, ...expected }),
    run: async ({ scope }, { edits, expectedVersion, ...key }) => {
      await updateV2IntegrationResponse(scope, { ...members(edits), ...key }, options(expectedVersion));
      return {};
    },
  },
  deleteV2IntegrationResponse: {
    kind: "mutation",
    input: integrationRef.extend({ integrationResponseId: id }),
    run: async ({ scope }, key) => {
      await deleteV2IntegrationResponse(scope, key);
      return {};
    },
  },
  createV2Authorizer: {
    kind: "mutation",
    input: apiKey.extend({ authorizer: v2AuthorizerSchema.omit({ authorizerId: true }).strict() }),
    run: async ({ scope }, { apiId, authorizer }) => ({
      authorizerId: (await createV2Authorizer(scope, { ...authorizer, apiId })).authorizerId,
    }),
  },
  updateV2Authorizer: {
    kind: "mutation",
    input: apiKey.extend({ authorizerId: id, edits: authorizerEdits, ...expected }),
    run: async ({ scope }, { edits, expectedVersion, ...key }) => {
      await updateV2Authorizer(scope, { ...members(edits), ...key }, options(expectedVersion));
      return {};
    },
  },
  deleteV2Authorizer: {
    kind: "mutation",
    input: apiKey.extend({ authorizerId: id }),
    run: async ({ scope }, key) => {
      await deleteV2Authorizer(scope, key);
      return {};
    },
  },
  createV2Model: {
    kind: "mutation",
    input: apiKey.extend({ name, contentType: z.string().max(256), schema: z.string().max(documentMax) }),
    run: async ({ scope }, input) => ({ modelId: (await createV2Model(scope, input)).modelId }),
  },
  updateV2Model: {
    kind: "mutation",
    input: apiKey.extend({ modelId: id, edits: modelEdits, ...expected }),
    run: async ({ scope }, { edits, expectedVersion, ...key }) => {
      await updateV2Model(scope, { ...members(edits), ...key }, options(expectedVersion));
      return {};
    },
  },
  deleteV2Model: {
    kind: "mutation",
    input: apiKey.extend({ modelId: id }),
    run: async ({ scope }, key) => {
      await deleteV2Model(scope, key);
      return {};
    },
  },
  exportV2Api: {
    kind: "mutation",
    input: apiKey.extend({ outputType: z.enum(["JSON", "YAML"]), includeExtensions: z.boolean(), stageName: id.optional() }),
    run: ({ scope }, input) => exportV2Api(scope, { ...input, specification: "OAS30" }),
  },
};

/** Edits as a service takes them: it knows itself that the empty text takes a member away, whatever its type. */
function members<T extends object>(edits: T): { [Member in keyof T]: Exclude<T[Member], ""> } {
  return edits as { [Member in keyof T]: Exclude<T[Member], ""> };
}

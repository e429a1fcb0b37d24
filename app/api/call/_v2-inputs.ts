import { z } from "zod";
import {
  routeSchema,
  v2ApiSettingsSchema,
  v2AuthorizerSchema,
  v2IntegrationResponseSchema,
  v2IntegrationSchema,
  v2ModelSchema,
  v2StageSettingsSchema,
} from "@/lib/definition/v2-api";
import { apiKey, id } from "./_inputs";

export const v2StageKey = apiKey.extend({ stageName: z.string().regex(/^(\$default|[\w-]{1,128})$/) });
export const routeRef = apiKey.extend({ routeId: id });
export const integrationRef = apiKey.extend({ integrationId: id });

/** Members that change; the empty text takes one away. The service checks the result as a whole. */
function editsOf<Shape extends Record<string, z.ZodType>>(shape: Shape): z.ZodType {
  return z.strictObject(
    Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, z.union([z.literal(""), schema]).optional()])),
  );
}

const ownOfRoute = { routeId: true, apiGatewayManaged: true, routeResponses: true } as const;
const ownOfIntegration = { integrationId: true, apiGatewayManaged: true, integrationResponses: true } as const;
const ownOfStage = { apiGatewayManaged: true, authorizerCacheGeneration: true, lastDeploymentStatusMessage: true } as const;

export const apiEdits = editsOf(v2ApiSettingsSchema.omit({ protocolType: true }).shape);
export const routeEdits = editsOf(routeSchema.omit(ownOfRoute).shape);
export const integrationEdits = editsOf(v2IntegrationSchema.omit(ownOfIntegration).shape);
export const integrationResponseEdits = editsOf(v2IntegrationResponseSchema.omit({ integrationResponseId: true }).shape);
export const authorizerEdits = editsOf(v2AuthorizerSchema.omit({ authorizerId: true }).shape);
export const modelEdits = editsOf(v2ModelSchema.omit({ modelId: true }).shape);
export const stageEdits = editsOf(v2StageSettingsSchema.omit(ownOfStage).shape);

export const newIntegration = v2IntegrationSchema.omit(ownOfIntegration).partial().required({ integrationType: true }).strict();

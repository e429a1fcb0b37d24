import { z } from "zod";
import type { AccessOperations, AuthorizerOperations } from "@/lib/client/access-operations";
import { apiKeyFileBytesMax } from "@/lib/definition/api-key-file";
import { httpVerbs } from "@/lib/definition/http-verbs";
import { getAccountThrottle, setAccountThrottle } from "@/lib/services/account";
import { createApiKey, deleteApiKey } from "@/lib/services/api-keys";
import { apiKeyArn } from "@/lib/services/arns";
import { checkKey } from "@/lib/services/check-key";
import { editApiKey } from "@/lib/services/edit-api-key";
import { exportUsage, getKeyUsage, getPlanUsage } from "@/lib/services/export-usage";
import { importApiKeys, previewApiKeyImport } from "@/lib/services/import-api-keys";
import { getKeyDetail, listApiKeys, revealApiKey } from "@/lib/services/list-api-keys";
import { getListedPlan, listUsagePlans } from "@/lib/services/list-usage-plans";
import { endFormerValue, listExpiringKeys, rotateApiKey } from "@/lib/services/rotate-api-key";
import { updateUsage } from "@/lib/services/usage";
import { createUsagePlanKey, deleteUsagePlanKey } from "@/lib/services/usage-plan-keys";
import { createUsagePlan, deleteUsagePlan, updateUsagePlan } from "@/lib/services/usage-plans";
import { keyDetailView, keyView, planView } from "./_access-views";
import { id, options, version } from "./_inputs";
import type { Row } from "./_row";

const text = z.string().max(1_024);
const keyRef = z.object({ keyId: id });
const planRef = z.object({ planId: id });
const planIds = z.array(id).max(100);
const days = z.number().int().min(1).max(90);
const rates = z.object({ rateLimit: z.number().min(0).max(1e9).optional(), burstLimit: z.number().int().min(0).max(1e9).optional() });
const planFields = z.object({
  name: text,
  description: text.optional(),
  throttle: rates.optional(),
  quota: z.object({ limit: z.number().int().max(1e12), offset: z.number().int(), period: z.enum(["DAY", "WEEK", "MONTH"]) }).optional(),
  apiStages: z.array(z.object({ apiId: id, stage: id, throttle: z.record(z.string().max(2_048), rates).optional() })).max(1_000),
});
const keyFile = z.object({ text: z.string().max(apiKeyFileBytesMax), planIds });

/** Calls about who may call, and how much. */
export const accessOperations: { [N in Exclude<keyof AccessOperations, keyof AuthorizerOperations>]: Row<N> } = {
  listKeys: {
    kind: "query",
    input: z.object({
      text: z.string().max(200).optional(),
      planId: id.optional(),
      position: z.string().max(500).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    run: async ({ scope }, input) => {
      const { items, ...page } = await listApiKeys(scope, input);
      return { ...page, items: items.map(keyView) };
    },
  },
  getKey: {
    kind: "query",
    input: keyRef,
    run: async ({ scope }, { keyId }) => keyDetailView(await getKeyDetail(scope, keyId), apiKeyArn(scope, keyId)),
  },
  getKeyUsage: { kind: "query", input: keyRef.extend({ planId: id, days }), run: ({ scope }, input) => getKeyUsage(scope, input) },
  listExpiringKeys: { kind: "query", input: z.object({}), run: ({ scope }) => listExpiringKeys(scope) },
  checkKey: {
    kind: "query",
    input: keyRef.extend({ apiId: id, stageName: id, resourcePath: z.string().max(2_048), httpMethod: z.enum(httpVerbs) }),
    run: ({ scope }, { keyId: apiKey, apiId: restApiId, ...input }) => checkKey(scope, { apiKey, restApiId, ...input }),
  },
  listPlans: { kind: "query", input: z.object({}), run: async ({ scope }) => (await listUsagePlans(scope)).map(planView) },
  getPlan: { kind: "query", input: planRef, run: async ({ scope }, { planId }) => planView(await getListedPlan(scope, planId)) },
  getPlanUsage: { kind: "query", input: planRef.extend({ days }), run: ({ scope }, input) => getPlanUsage(scope, input) },

  getAccountThrottle: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) => {
      const throttle = await getAccountThrottle(scope);
      return throttle === undefined ? {} : { throttle };
    },
  },

  setAccountThrottle: {
    kind: "mutation",
    input: z.object({ throttle: rates.required().nullable() }),
    run: async ({ scope }, { throttle }) => {
      await setAccountThrottle(scope, throttle ?? undefined);
      return {};
    },
  },
  createKey: {
    kind: "mutation",
    input: z.object({ name: text, description: text.optional(), value: z.string().max(200).optional(), enabled: z.boolean(), planIds }),
    run: async ({ scope }, { planIds: usagePlanIds, ...input }) => {
      const { id: keyId, value = "" } = await createApiKey(scope, { ...input, usagePlanIds });
      return { keyId, value };
    },
  },
  updateKey: {
    kind: "mutation",
    input: keyRef.extend({
      name: text.optional(),
      description: text.optional(),
      enabled: z.boolean().optional(),
      expiresAt: z.iso.datetime().nullable().optional(),
      tags: z.record(z.string().max(128), z.string().max(256)).optional(),
      expectedVersion: version,
    }),
    run: async ({ scope }, { keyId: apiKey, expectedVersion, ...change }) => {
      await editApiKey(scope, { apiKey }, change, options(expectedVersion));
      return {};
    },
  },
  deleteKey: {
    kind: "mutation",
    input: keyRef,
    run: async ({ scope }, { keyId: apiKey }) => {
      await deleteApiKey(scope, { apiKey });
      return {};
    },
  },
  rotateKey: {
    kind: "mutation",
    input: keyRef.extend({ overlapHours: z.number().int(), expectedVersion: version }),
    run: ({ scope }, { keyId: apiKey, overlapHours, expectedVersion }) =>
      rotateApiKey(scope, { apiKey, overlapHours }, options(expectedVersion)),
  },
  endFormerValue: {
    kind: "mutation",
    input: keyRef,
    run: async ({ scope }, { keyId: apiKey }) => {
      await endFormerValue(scope, { apiKey });
      return {};
    },
  },
  addKeyToPlan: {
    kind: "mutation",
    input: keyRef.extend({ planId: id }),
    run: async ({ scope }, { keyId, planId: usagePlanId }) => {
      await createUsagePlanKey(scope, { usagePlanId, keyId, keyType: "API_KEY" });
      return {};
    },
  },
  removeKeyFromPlan: {
    kind: "mutation",
    input: keyRef.extend({ planId: id }),
    run: async ({ scope }, { keyId, planId: usagePlanId }) => {
      await deleteUsagePlanKey(scope, { usagePlanId, keyId });
      return {};
    },
  },
  createPlan: {
    kind: "mutation",
    input: planFields,
    run: async ({ scope }, plan) => ({ planId: (await createUsagePlan(scope, plan)).id }),
  },
  updatePlan: {
    kind: "mutation",
    input: planRef.extend({ plan: planFields, expectedVersion: version }),
    run: async ({ scope }, { planId: usagePlanId, plan, expectedVersion }) => {
      // A product code of a marketplace is not in the form and stays.
      const change = ({ productCode }: { productCode?: string | undefined }) => ({
        ...plan,
        ...(productCode === undefined ? {} : { productCode }),
      });
      await updateUsagePlan(scope, { usagePlanId }, change, options(expectedVersion));
      return {};
    },
  },
  deletePlan: {
    kind: "mutation",
    input: planRef,
    run: async ({ scope }, { planId: usagePlanId }) => {
      await deleteUsagePlan(scope, { usagePlanId });
      return {};
    },
  },
  importKeys: {
    kind: "mutation",
    input: keyFile.extend({ failOnWarnings: z.boolean() }),
    run: async ({ scope }, { planIds: usagePlanIds, ...input }) => ({
      rows: (await importApiKeys(scope, { ...input, usagePlanIds })).rows,
    }),
  },

  revealKey: { kind: "mutation", input: keyRef, run: ({ scope }, { keyId: apiKey }) => revealApiKey(scope, { apiKey }) },
  extendQuota: {
    kind: "mutation",
    input: keyRef.extend({ planId: id, remaining: z.number().int().min(0).max(1e12) }),
    run: async ({ scope }, { keyId, planId: usagePlanId, remaining }) => {
      await updateUsage(scope, { usagePlanId, keyId }, { remaining });
      return {};
    },
  },
  previewKeyImport: {
    kind: "mutation",
    input: keyFile,
    run: async ({ scope }, { text: file, planIds: usagePlanIds }) => ({
      rows: await previewApiKeyImport(scope, { text: file, usagePlanIds }),
    }),
  },
  exportUsage: { kind: "mutation", input: planRef.extend({ days }), run: ({ scope }, input) => exportUsage(scope, input) },
};

import { z } from "zod";
import { applyMergePatch } from "@/lib/base/merge-patch";
import { moveStage } from "@/lib/services/approvals";
import { flushCachedAnswer } from "@/lib/services/flush-cached-answer";
import { revealStageVariable } from "@/lib/services/stage-variables";
import { createStage, deleteStage, flushStageCache, promoteCanary, updateStage } from "@/lib/services/stages";
import { id, name, options, patch, stageKey, testRequest, version } from "./_inputs";
import type { Row } from "./_row";
import { invokeUrl } from "./_views";

/** Changes of the stages of REST APIs. */
export const stageOperations = {
  setStageDeployment: {
    kind: "mutation",
    input: stageKey.extend({ deploymentId: id }),
    run: async ({ scope }, { apiId: restApiId, ...input }) => {
      return moveStage(scope, { restApiId, ...input });
    },
  },
  createStage: {
    kind: "mutation",
    input: stageKey.extend({ deploymentId: id, description: name.optional() }),
    run: async ({ scope, runtime }, { apiId: restApiId, ...input }) => {
      await createStage(scope, { restApiId, ...input });
      return { invokeUrl: invokeUrl(runtime, restApiId, input.stageName) };
    },
  },
  updateStage: {
    kind: "mutation",
    input: stageKey.extend({
      patch,
      expectedVersion: version,
    }),
    run: async ({ scope }, { apiId: restApiId, stageName, patch: change, expectedVersion }) => {
      // The service parses the settings again before it stores them.
      await updateStage(
        scope,
        { restApiId, stageName },
        (draft) => applyMergePatch(draft, change) as typeof draft,
        options(expectedVersion),
      );
      return {};
    },
  },
  promoteCanary: {
    kind: "mutation",
    input: stageKey.extend({ expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, stageName, expectedVersion }) => {
      await promoteCanary(scope, { restApiId, stageName }, options(expectedVersion));
      return {};
    },
  },
  revealStageVariable: {
    kind: "mutation",
    input: stageKey.extend({ name: z.string().max(64) }),
    run: ({ scope }, input) => revealStageVariable(scope, input),
  },
  flushCachedAnswer: {
    kind: "mutation",
    input: testRequest.omit({ stageVariables: true }).extend({ apiId: id, stageName: id, resourceId: id }),
    run: async ({ scope, runtime }, { apiId: restApiId, headers, ...input }) => {
      const multiValueHeaders = Object.fromEntries(headers.map(([header, value]) => [header, [value]]));
      await flushCachedAnswer(scope, runtime, { restApiId, multiValueHeaders, ...input });
      return {};
    },
  },
  flushStageCache: {
    kind: "mutation",
    input: stageKey,
    run: async ({ scope }, { apiId: restApiId, stageName }) => {
      await flushStageCache(scope, { restApiId, stageName });
      return {};
    },
  },
  deleteStage: {
    kind: "mutation",
    input: stageKey,
    run: async ({ scope }, { apiId: restApiId, stageName }) => {
      await deleteStage(scope, { restApiId, stageName });
      return {};
    },
  },
} satisfies {
  [N in
    | "setStageDeployment"
    | "createStage"
    | "updateStage"
    | "promoteCanary"
    | "revealStageVariable"
    | "flushCachedAnswer"
    | "flushStageCache"
    | "deleteStage"]: Row<N>;
};

import { z } from "zod";
import type { V2Operations } from "@/lib/client/v2-operations";
import { listDeploymentAuthors } from "@/lib/services/draft-state";
import { createV2Deployment, getV2Deployments } from "@/lib/services/v2/deployments";
import { createV2Stage, deleteV2Stage, getV2Stages, resetAuthorizersCache, updateV2Stage } from "@/lib/services/v2/stages";
import { apiKey, id, name, options, version } from "./_inputs";
import { allV2Pages } from "./_pages";
import type { Row } from "./_row";
import { stageEdits, v2StageKey } from "./_v2-inputs";

/** Calls about deployments and stages of HTTP and WebSocket APIs. */
export const v2ReleaseOperations = {
  listV2Deployments: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId }) => {
      const [deployments, stages] = await Promise.all([
        allV2Pages((page) => getV2Deployments(scope, { apiId, ...page })),
        allV2Pages((page) => getV2Stages(scope, { apiId, ...page })),
      ]);
      const authors = await listDeploymentAuthors(
        scope,
        deployments.map((each) => each.deploymentId),
      );
      return deployments.map(({ deploymentId, description, createdDate, autoDeployed }) => {
        const author = authors.get(deploymentId);
        return {
          id: deploymentId,
          ...(description === undefined ? {} : { description }),
          createdDate: createdDate.toISOString(),
          ...(author === undefined ? {} : { author }),
          autoDeployed,
          stages: stages.filter((stage) => stage.deploymentId === deploymentId).map((stage) => stage.stageName),
        };
      });
    },
  },
  deployV2Api: {
    kind: "mutation",
    input: v2StageKey.extend({ description: name.optional() }),
    run: async ({ scope }, input) => ({ deploymentId: (await createV2Deployment(scope, input)).deploymentId }),
  },
  createV2Stage: {
    kind: "mutation",
    input: v2StageKey.extend({ autoDeploy: z.boolean(), description: name.optional() }),
    run: async ({ scope }, input) => {
      await createV2Stage(scope, input);
      return {};
    },
  },
  updateV2Stage: {
    kind: "mutation",
    input: v2StageKey.extend({ edits: stageEdits, deploymentId: id.optional(), expectedVersion: version }),
    run: async ({ scope }, { edits, expectedVersion, ...input }) => {
      // The service knows itself that the empty text takes a member away, whatever its type.
      const members = edits as { [Member in keyof typeof edits]: Exclude<(typeof edits)[Member], ""> };
      await updateV2Stage(scope, { ...members, ...input }, options(expectedVersion));
      return {};
    },
  },
  deleteV2Stage: {
    kind: "mutation",
    input: v2StageKey,
    run: async ({ scope }, key) => {
      await deleteV2Stage(scope, key);
      return {};
    },
  },
  resetAuthorizersCache: {
    kind: "mutation",
    input: v2StageKey,
    run: async ({ scope }, key) => {
      await resetAuthorizersCache(scope, key);
      return {};
    },
  },
} satisfies { [N in keyof V2Operations]?: Row<N> };

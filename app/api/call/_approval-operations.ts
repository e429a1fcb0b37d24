import { z } from "zod";
import type { ApprovalOperations } from "@/lib/client/approval-operations";
import { approvalReasonMax } from "@/lib/definition/approval";
import { canarySettingsSchema } from "@/lib/definition/stage";
import {
  approveDeployment,
  askForCanary,
  declineDeployment,
  listApprovals,
  setStageProtection,
  withdrawDeployment,
} from "@/lib/services/approvals";
import { apiKey, id, stageKey } from "./_inputs";
import type { Row } from "./_row";

const approvalKey = apiKey.extend({ approvalId: id });

/** Protected stages, and what waits for a second member. */
export const approvalOperations: { [N in keyof ApprovalOperations]: Row<N> } = {
  listApprovals: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const { protectedStages, approvals } = await listApprovals(scope, { restApiId });
      return {
        protectedStages,
        approvals: approvals.map(({ createdDate, ...approval }) => ({ ...approval, createdDate: createdDate.toISOString() })),
      };
    },
  },
  setStageProtection: {
    kind: "mutation",
    input: stageKey.extend({ isProtected: z.boolean() }),
    run: async ({ scope }, { apiId: restApiId, stageName, isProtected }) => {
      await setStageProtection(scope, { restApiId, stageName }, { isProtected });
      return {};
    },
  },
  askForCanary: {
    kind: "mutation",
    input: stageKey.extend({
      deploymentId: id,
      canary: canarySettingsSchema.omit({ deploymentId: true, secretOverrides: true, sinceMinute: true }),
    }),
    run: async ({ scope }, { apiId: restApiId, ...input }) => {
      await askForCanary(scope, { restApiId, ...input });
      return {};
    },
  },
  approveDeployment: {
    kind: "mutation",
    input: approvalKey,
    run: async ({ scope }, { apiId: restApiId, approvalId }) => {
      await approveDeployment(scope, { restApiId, approvalId });
      return {};
    },
  },
  declineDeployment: {
    kind: "mutation",
    input: approvalKey.extend({ reason: z.string().max(approvalReasonMax) }),
    run: async ({ scope }, { apiId: restApiId, approvalId, reason }) => {
      await declineDeployment(scope, { restApiId, approvalId, reason });
      return {};
    },
  },
  withdrawDeployment: {
    kind: "mutation",
    input: approvalKey,
    run: async ({ scope }, { apiId: restApiId, approvalId }) => {
      await withdrawDeployment(scope, { restApiId, approvalId });
      return {};
    },
  },
};

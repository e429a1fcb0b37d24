import type { Approval, ApprovalStatus, AskedCanary } from "../definition/approval.ts";
import type { Moment, Mutation, Query } from "./operation-kinds.ts";

export type ApprovalView = Approval & {
  id: string;
  stageName: string;
  status: ApprovalStatus;
  createdDate: Moment;
  /** Of the deployment. */
  description?: string;
  /** The stage serves something else by now than what was compared. */
  isStale: boolean;
};

export type ApprovalOperations = {
  /** The protected stages of an API, and what was asked for, the newest first. */
  listApprovals: Query<{ apiId: string }, { protectedStages: string[]; approvals: ApprovalView[] }>;
  setStageProtection: Mutation<{ apiId: string; stageName: string; isProtected: boolean }>;
  /** Asks to give a share of a protected stage's calls to a deployment. */
  askForCanary: Mutation<{ apiId: string; stageName: string; deploymentId: string; canary: AskedCanary }>;
  approveDeployment: Mutation<{ apiId: string; approvalId: string }>;
  declineDeployment: Mutation<{ apiId: string; approvalId: string; reason: string }>;
  withdrawDeployment: Mutation<{ apiId: string; approvalId: string }>;
};

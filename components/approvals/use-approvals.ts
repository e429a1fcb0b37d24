"use client";
import { useOperation } from "@/components/data/use-operations";
import type { ApprovalView } from "@/lib/client/approval-operations";

/** Which stages of a REST API are protected, and what waits for a second member. */
export function useApprovals(apiId: string) {
  const query = useOperation("listApprovals", { apiId });
  const { protectedStages = [], approvals = [] } = query.data ?? {};
  return {
    query,
    isProtected: (stageName: string): boolean => protectedStages.includes(stageName),
    findOpen: (stageName: string): ApprovalView | undefined =>
      approvals.find((each) => each.status === "open" && each.stageName === stageName),
  };
}

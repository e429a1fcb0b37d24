import type { CanarySettings } from "./stage.ts";

/** What became of a deployment that somebody asked for. */
export type ApprovalStatus = "open" | "approved" | "declined" | "withdrawn";

type Person = { userId: string; name: string };

/** How much of a stage's calls a canary gets, and how it runs. */
export type AskedCanary = Omit<CanarySettings, "deploymentId" | "secretOverrides" | "sinceMinute">;

/** What a member asked to deploy to a protected stage. */
export type Approval = {
  /** What the stage shall serve. */
  deploymentId: string;
  /** It shall serve a share of the calls only, so. */
  canary?: AskedCanary;
  /** What it served when it was asked for: the difference that is approved. */
  fromDeploymentId: string;
  /** What the checks said before: what passed, or why it was asked for all the same. */
  remark?: string;
  requestedBy: Person;
  decidedBy?: Person;
  /** ISO 8601. */
  decidedAt?: string;
  /** Why it was declined. */
  reason?: string;
};

/** As long as a reason is. */
export const approvalReasonMax = 500;

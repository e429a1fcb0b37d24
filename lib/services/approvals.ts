import { newId } from "../base/ids.ts";
import { ServiceError } from "../base/service-error.ts";
import { type Approval, type ApprovalStatus, type AskedCanary, approvalReasonMax } from "../definition/approval.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { isStageProtected } from "./stage-protection.ts";
import { checkStage, findStageRow, getStageRow, type StageKey, setStageDeployment, updateStageRow } from "./stages.ts";
import { loadRows } from "./undo-rules.ts";
import { read, type WriteIntent, write } from "./write.ts";

export type ApprovalResult = Approval & {
  id: string;
  stageName: string;
  status: ApprovalStatus;
  createdDate: Date;
  /** Of the deployment. */
  description?: string;
  /** The stage serves something else by now than what was compared: it cannot be approved any more. */
  isStale: boolean;
};
export type ApprovalKey = { restApiId: string; approvalId: string };

/** The newest that were decided; older ones are in the history. */
const decidedMax = 50;

const intentOf = (verb: string, api: string, summary: string): WriteIntent => ({
  action: `approval:${verb}`,
  permission: "release",
  api,
  summary,
});

/** Says that deployments to a stage need the approval of a second member, or ends that. It is the owners' matter: who may end it needs none. */
export async function setStageProtection(scope: Scope, key: StageKey, { isProtected }: { isProtected: boolean }): Promise<void> {
  const summary = isProtected ? `Protect stage ${key.stageName}` : `End the protection of stage ${key.stageName}`;
  const intent = {
    action: isProtected ? "stage:protect" : "stage:unprotect",
    permission: "administer",
    api: key.restApiId,
    summary,
  } as const;
  await write(scope, intent, async (tx) => {
    const { id, apiId, name: stageName } = await getStageRow(tx.source, scope, key);
    const isAlready = await isStageProtected(tx.source, apiId, stageName);
    if (isProtected && !isAlready) await tx.insert("StageProtection", { id, apiId, stageName, createdAt: tx.at });
    if (!isProtected) await tx.remove("StageProtection", { id });
  });
}

/** The protected stages of an API, and what was asked for, the newest first; what waits is always there, as it has to be decided. */
export async function listApprovals(
  scope: Scope,
  { restApiId: apiId }: { restApiId: string },
): Promise<{ protectedStages: string[]; approvals: ApprovalResult[] }> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, apiId);
    const orderBy = [{ createdAt: "desc" }, { id: "asc" }] as const;
    const [protections, open, decided, stages] = await Promise.all([
      table(source, "StageProtection").findMany({ where: { apiId }, orderBy: [{ stageName: "asc" }] }),
      table(source, "Approval").findMany({ where: { apiId, status: "open" }, orderBy: [...orderBy] }),
      table(source, "Approval").findMany({ where: { apiId, status: { not: "open" } }, orderBy: [...orderBy], take: decidedMax }),
      table(source, "Stage").findMany({ where: { apiId } }),
    ]);
    const rows = [...open, ...decided].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    const served = new Map(stages.map(({ name, deploymentId }) => [name, deploymentId]));
    const deployments = await loadRows(source, "Deployment", [...new Set(rows.map(({ settings }) => settings.deploymentId))]);
    return {
      protectedStages: protections.map(({ stageName }) => stageName),
      approvals: rows.map((row) => {
        const description = deployments.get(row.settings.deploymentId)?.description ?? undefined;
        return { ...approvalOf(row, served.get(row.stageName)), ...(description === undefined ? {} : { description }) };
      }),
    };
  });
}

/** How many decisions each of these APIs waits for. */
export async function countOpenApprovals(source: Source, apiIds: string[]): Promise<Map<string, number>> {
  const rows = await source.approval.groupBy({ by: ["apiId"], where: { apiId: { in: apiIds }, status: "open" }, _count: { id: true } });
  return new Map(rows.map(({ apiId, _count }) => [apiId, _count.id]));
}

/**
 * Puts a deployment on a stage as the console does: at once, or, where the stage is protected and does not serve it already, as something
 * that is asked for. The id of what was asked for comes back.
 */
export async function moveStage(scope: Scope, input: StageKey & { deploymentId: string }): Promise<{ approvalId?: string }> {
  const { restApiId: apiId, stageName, deploymentId } = input;
  const asks = await read(scope, async (source) => {
    const stage = await getStageRow(source, scope, input);
    const isThere = [stage.deploymentId, stage.settings.canarySettings?.deploymentId].includes(deploymentId);
    return !isThere && (await isStageProtected(source, apiId, stageName));
  });
  if (!asks) {
    await setStageDeployment(scope, input);
    return {};
  }
  return write(scope, intentOf("request", apiId, `Ask to put ${deploymentId} on ${stageName}`), async (tx) => {
    const deployment = await table(tx.source, "Deployment").findUnique({ where: { id: deploymentId } });
    if (deployment?.apiId !== apiId) throw badRequest("Deployment id does not exist");
    return { approvalId: await askForApproval(tx, scope, { ...input, remark: "" }) };
  });
}

/** Asks to give a share of a protected stage's calls to a deployment. */
export async function askForCanary(
  scope: Scope,
  { canary, ...input }: StageKey & { deploymentId: string; canary: AskedCanary },
): Promise<{ approvalId: string }> {
  const { restApiId: apiId, stageName, deploymentId } = input;
  const summary = `Ask to send ${canary.percentTraffic}% of ${stageName} to ${deploymentId}`;
  return write(scope, intentOf("request", apiId, summary), async (tx) => {
    const stage = await getStageRow(tx.source, scope, input);
    if (!(await isStageProtected(tx.source, apiId, stageName)))
      throw badRequest(`The stage ${stageName} is not protected: its canary needs no approval.`);
    const { canarySettings } = await checkCanary(tx.source, scope, stage, { deploymentId, canary });
    // They are sealed for the stage, and nobody could read here what is approved.
    if (canarySettings?.secretOverrides !== undefined)
      throw badRequest("A canary that is asked for cannot override secret variables. Override them when it runs.");
    return { approvalId: await askForApproval(tx, scope, { ...input, canary, remark: "" }) };
  });
}

/** The stage as it is with the canary that was asked for, checked as every other change of a stage. */
function checkCanary(
  source: Source,
  scope: Scope,
  stage: Rows["Stage"],
  { deploymentId, canary }: Pick<Approval, "deploymentId" | "canary">,
) {
  if (stage.settings.canarySettings !== undefined)
    throw conflict(`${stage.name} has a canary already. It has to be promoted or cancelled first.`);
  const key = { restApiId: stage.apiId, stageName: stage.name };
  const canarySettings = { ...canary, deploymentId };
  return checkStage(source, scope, key, { ...stage.settings, deploymentId: stage.deploymentId, canarySettings });
}

/** Notes what somebody asks to put on a protected stage: one thing at a time, so that what is approved is what comes next. */
export async function askForApproval(
  tx: WriteTx,
  scope: Scope,
  { restApiId: apiId, stageName, deploymentId, canary, remark }: StageKey & Pick<Approval, "deploymentId" | "canary"> & { remark: string },
): Promise<string> {
  const stage = await getStageRow(tx.source, scope, { restApiId: apiId, stageName });
  const open = await table(tx.source, "Approval").findFirst({ where: { apiId, stageName, status: "open" } });
  if (open !== null)
    throw conflict(
      `${open.settings.requestedBy.name} already asks to put ${open.settings.deploymentId} on ${stageName}. That has to be approved, declined or withdrawn first.`,
    );
  const { userId, name } = scope.actor;
  const settings: Approval = {
    deploymentId,
    ...(canary === undefined ? {} : { canary }),
    fromDeploymentId: stage.deploymentId,
    requestedBy: { userId, name },
    ...(remark === "" ? {} : { remark }),
  };
  const { id } = await tx.insert("Approval", { id: newId(scope.random), apiId, stageName, status: "open", settings, createdAt: tx.at });
  return id;
}

/** Deploys what was asked for, exactly that; not by whoever asked, and not when the stage serves something else by now. */
export async function approveDeployment(scope: Scope, key: ApprovalKey): Promise<void> {
  await write(scope, intentOf("approve", key.restApiId, "Approve the deployment of"), async (tx) => {
    const row = await getOpenRow(tx.source, scope, key);
    const { deploymentId, canary, fromDeploymentId, requestedBy } = row.settings;
    if (requestedBy.userId === scope.actor.userId)
      throw new ServiceError("ForbiddenException", "Whoever asks for a deployment cannot approve it. Another member has to.");
    const stage = await findStageRow(tx.source, row.apiId, row.stageName);
    if (stage?.deploymentId !== fromDeploymentId)
      throw conflict(
        `${row.stageName} does not serve ${fromDeploymentId} any more, which this was compared with. It has to be asked for anew.`,
      );
    const deployment = await table(tx.source, "Deployment").findUnique({ where: { id: deploymentId } });
    if (deployment?.apiId !== row.apiId) throw conflict(`The deployment ${deploymentId} is gone. It has to be asked for anew.`);
    const share = canary === undefined ? "" : `${canary.percentTraffic}% of the calls, `;
    tx.tellOf(`${deploymentId} to ${row.stageName}, ${share}asked for by ${requestedBy.name}`);
    const draft =
      canary === undefined ? { ...stage.settings, deploymentId } : await checkCanary(tx.source, scope, stage, { deploymentId, canary });
    await updateStageRow(tx, stage, draft, { isApproved: true });
    await decide(tx, scope, row, { status: "approved" });
  });
}

/** Says no, and why. */
export async function declineDeployment(scope: Scope, { reason, ...key }: ApprovalKey & { reason: string }): Promise<void> {
  const why = reason.trim();
  if (why === "" || why.length > approvalReasonMax)
    throw badRequest("Say why it is declined.", { fields: { reason: `Say why, in ${approvalReasonMax} characters at most.` } });
  await write(scope, intentOf("decline", key.restApiId, "Decline the deployment of"), async (tx) => {
    const row = await getOpenRow(tx.source, scope, key);
    const { deploymentId, requestedBy } = row.settings;
    if (requestedBy.userId === scope.actor.userId)
      throw new ServiceError("ForbiddenException", "Whoever asks for a deployment withdraws it instead of declining it.");
    tx.tellOf(`${deploymentId} to ${row.stageName}, asked for by ${requestedBy.name}: ${why}`);
    await decide(tx, scope, row, { status: "declined", reason: why });
  });
}

/** Takes back what one asked for oneself. */
export async function withdrawDeployment(scope: Scope, key: ApprovalKey): Promise<void> {
  await write(scope, intentOf("withdraw", key.restApiId, "Withdraw the deployment of"), async (tx) => {
    const row = await getOpenRow(tx.source, scope, key);
    const { deploymentId, requestedBy } = row.settings;
    if (requestedBy.userId !== scope.actor.userId)
      throw new ServiceError("ForbiddenException", `Only ${requestedBy.name}, who asked for it, can withdraw it. Decline it instead.`);
    tx.tellOf(`${deploymentId} to ${row.stageName}`);
    await decide(tx, scope, row, { status: "withdrawn" });
  });
}

type Decision = { status: Exclude<ApprovalStatus, "open">; reason?: string };

async function decide(tx: WriteTx, scope: Scope, row: Rows["Approval"], { status, reason }: Decision): Promise<void> {
  const { userId, name } = scope.actor;
  const settings: Approval = {
    ...row.settings,
    decidedBy: { userId, name },
    decidedAt: tx.at.toISOString(),
    ...(reason === undefined ? {} : { reason }),
  };
  await tx.update("Approval", row, { status, settings });
}

async function getOpenRow(source: Source, scope: Scope, key: ApprovalKey): Promise<Rows["Approval"]> {
  const unknown = () => notFound("Nobody asks for this deployment.");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "Approval").findUnique({ where: { id: key.approvalId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  if (row.status !== "open") throw conflict(`It was ${row.status} by ${row.settings.decidedBy?.name ?? "somebody"} before.`);
  return row;
}

function approvalOf(row: Rows["Approval"], served: string | undefined): ApprovalResult {
  const { id, stageName, status, createdAt: createdDate, settings } = row;
  return { ...settings, id, stageName, status, createdDate, isStale: status === "open" && settings.fromDeploymentId !== served };
}

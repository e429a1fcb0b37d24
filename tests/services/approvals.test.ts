import { expect, test } from "vitest";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import {
  approveDeployment,
  askForCanary,
  declineDeployment,
  listApprovals,
  moveStage,
  setStageProtection,
  withdrawDeployment,
} from "@/lib/services/approvals.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { getSnapshotDefinition } from "@/lib/services/definitions.ts";
import { deployChecked } from "@/lib/services/deploy-checked.ts";
import { createDeployment, deleteDeployment } from "@/lib/services/deployments.ts";
import { createRestApi, deleteRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Actor, Scope } from "@/lib/services/scope.ts";
import { createStage, deleteStage, getStage, setStageDeployment, stopCanary, updateStage } from "@/lib/services/stages.ts";
import { createTemplateTest } from "@/lib/services/template-tests.ts";
import { owner, prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const tools = makeTools();
const bob: Actor = { userId: "user-2", name: "Bob", role: "deployer", via: "console" };
const eve: Actor = { userId: "user-3", name: "Eve", role: "editor", via: "console" };

/** An API on prod, which is protected, with a draft that prod does not serve. */
async function protectedApi(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "guarded" });
  const method = { restApiId, resourceId, httpMethod: "GET" } as const;
  await createMockMethod(at, method);
  const stage = { restApiId, stageName: "prod" };
  const { id: first } = await createDeployment(at, stage);
  await setStageProtection(at, stage, { isProtected: true });
  await changeMethod(at, method, { operationName: "second" });
  return { restApiId, method, stage, first };
}

const servedBy = async (at: Scope, stage: { restApiId: string; stageName: string }) => (await getStage(at, stage)).deploymentId;
const last = async (at: Scope) => {
  const [revision] = await listRevisions(at, { limit: 1 });
  if (revision === undefined) throw new Error("there is a revision");
  return revision;
};
const forbidden = { code: "ForbiddenException" };

/** Ada asks; the number of what she asked for. */
async function ask(at: Scope, stage: { restApiId: string; stageName: string }): Promise<string> {
  const { approvalId } = await deployChecked(at, tools, stage);
  if (approvalId === undefined) throw new Error("the stage is protected");
  return approvalId;
}

test("a deployment to a protected stage is asked for, and a second member's approval makes exactly that one live", async () => {
  const at = scope();
  const { restApiId, method, stage, first } = await protectedApi(at);

  const { id: deploymentId, approvalId } = await deployChecked(at, tools, { ...stage, description: "second" });

  expect(await servedBy(at, stage)).toBe(first);
  expect((await last(at)).summary).toBe("Ask to deploy to prod");
  const { approvals, protectedStages } = await listApprovals(at, { restApiId });
  expect(protectedStages).toEqual(["prod"]);
  expect(approvals).toMatchObject([
    {
      id: approvalId,
      stageName: "prod",
      status: "open",
      deploymentId,
      fromDeploymentId: first,
      description: "second",
      requestedBy: { userId: "user-1", name: "Ada" },
      isStale: false,
    },
  ]);
  // The draft goes on; what was asked for does not.
  await changeMethod(at, method, { operationName: "third" });
  const other = scope({ actor: bob });
  await approveDeployment(other, { restApiId, approvalId: approvalId ?? "" });

  expect(await servedBy(at, stage)).toBe(deploymentId);
  const { resources } = await getSnapshotDefinition(at, restApiId, deploymentId);
  expect(resources[0]?.resourceMethods.GET?.operationName).toBe("second");
  expect(await last(at)).toMatchObject({
    action: "approval:approve",
    actorName: "Bob",
    summary: `Approve the deployment of ${deploymentId} to prod, asked for by Ada`,
  });
  expect((await listApprovals(at, { restApiId })).approvals).toMatchObject([{ status: "approved", decidedBy: { name: "Bob" } }]);
});

test("whoever asks cannot approve, by no role and no door; nor can those who do not deploy", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const approvalId = await ask(at, stage);

  await expect(approveDeployment(at, { restApiId, approvalId })).rejects.toMatchObject(forbidden);
  await expect(approveDeployment(scope({ actor: { ...owner, via: "api" } }), { restApiId, approvalId })).rejects.toMatchObject(forbidden);
  await expect(approveDeployment(scope({ actor: { ...bob, role: "viewer" } }), { restApiId, approvalId })).rejects.toMatchObject({
    code: "AccessDeniedException",
  });
  expect(await servedBy(at, stage)).toBe(first);
});

test("nothing else brings a deployment to a protected stage", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const canarySettings = { deploymentId, percentTraffic: 10, useStageCache: false };

  await expect(createDeployment(at, stage)).rejects.toMatchObject({
    ...forbidden,
    message:
      "The stage prod is protected: a deployment to it needs the approval of a second member. Ask for it by deploying in the console.",
  });
  await expect(createDeployment(at, { ...stage, canarySettings: { percentTraffic: 10 } })).rejects.toMatchObject(forbidden);
  await expect(setStageDeployment(at, { ...stage, deploymentId })).rejects.toMatchObject(forbidden);
  await expect(updateStage(at, stage, (draft) => ({ ...draft, canarySettings }))).rejects.toMatchObject(forbidden);
  await expect(deleteStage(at, stage)).rejects.toThrow("An owner has to end its protection");
  expect(await servedBy(at, stage)).toBe(first);
  // Other settings act at once as ever.
  await updateStage(at, stage, (draft) => ({ ...draft, variables: { a: "1" } }));
});

test("a canary from before the protection may be promoted, changed and stopped", async () => {
  const at = scope();
  const { stage, restApiId, first } = await protectedApi(at);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const canarySettings = { deploymentId, percentTraffic: 10, useStageCache: false };
  await setStageProtection(at, stage, { isProtected: false });
  await updateStage(at, stage, (draft) => ({ ...draft, canarySettings }));
  await setStageProtection(at, stage, { isProtected: true });

  await updateStage(at, stage, (draft) => ({ ...draft, canarySettings: { ...canarySettings, percentTraffic: 50 } }));
  const { sinceMinute } = (await getStage(at, stage)).canarySettings ?? {};
  expect(await stopCanary(at, stage, { deploymentId, sinceMinute: sinceMinute as number, why: "too many errors" })).toBe(true);

  expect(await servedBy(at, stage)).toBe(first);
  await expect(updateStage(at, stage, (draft) => ({ ...draft, canarySettings }))).rejects.toMatchObject(forbidden);
});

test("an undo is no way around an approval", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const protection = (await listRevisions(at, { restApiId })).find(({ action }) => action === "stage:protect");
  const approvalId = await ask(at, stage);
  await approveDeployment(scope({ actor: bob }), { restApiId, approvalId });
  const approved = await last(at);

  await expect(undoRevision(scope({ actor: eve }), approved.seq)).rejects.toMatchObject(forbidden);
  await expect(undoRevision(scope({ actor: eve }), protection?.seq ?? 0)).rejects.toMatchObject({ code: "AccessDeniedException" });

  expect(await servedBy(at, stage)).not.toBe(first);
  await undoRevision(at, protection?.seq ?? 0);
  expect((await listApprovals(at, { restApiId })).protectedStages).toEqual([]);
  await undoRevision(scope({ actor: eve }), approved.seq);
  expect(await servedBy(at, stage)).toBe(first);
});

test("what was withdrawn or declined is not asked for again by an undo, which one member alone could approve", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const other = scope({ actor: bob });
  await withdrawDeployment(at, { restApiId, approvalId: await ask(at, stage) });
  const withdrawn = await last(at);
  await declineDeployment(other, { restApiId, approvalId: await ask(at, stage), reason: "not on a Friday" });
  const declined = await last(at);

  for (const { seq } of [withdrawn, declined])
    await expect(undoRevision(other, seq)).rejects.toMatchObject({
      code: "ConflictException",
      message: expect.stringContaining("It has to be asked for anew."),
    });

  // Where nothing is protected any more an undo may do so, but only for one of them.
  await setStageProtection(at, stage, { isProtected: false });
  await undoRevision(other, declined.seq);
  await expect(undoRevision(other, withdrawn.seq)).rejects.toMatchObject({ code: "ConflictException" });
  expect((await listApprovals(at, { restApiId })).approvals.map(({ status }) => status)).toEqual(["open", "withdrawn"]);
});

test("an undo takes back what one asked for oneself, and asks for nothing again", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const other = scope({ actor: bob });
  await ask(at, stage);
  const asked = await last(at);

  await expect(undoRevision(other, asked.seq)).rejects.toMatchObject(forbidden);
  await undoRevision(at, asked.seq);

  expect((await listApprovals(at, { restApiId })).approvals).toEqual([]);
  await expect(undoRevision(other, (await last(at)).seq)).rejects.toMatchObject({ code: "ConflictException" });
});

test("only owners protect a stage and end that", async () => {
  const at = scope();
  const { stage } = await protectedApi(at);

  for (const isProtected of [true, false]) {
    await expect(setStageProtection(scope({ actor: eve }), stage, { isProtected })).rejects.toMatchObject({
      code: "AccessDeniedException",
    });
  }
});

test("an API comes back with the protection of its stages by an undo of whoever deleted it", async () => {
  const at = scope();
  const { restApiId } = await protectedApi(at);
  const editor = scope({ actor: eve });
  await deleteRestApi(editor, { restApiId });

  await undoRevision(editor, (await last(at)).seq);

  expect((await listApprovals(at, { restApiId })).protectedStages).toEqual(["prod"]);
});

test("what the stage served when it was asked for has to be what it serves", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const approvalId = await ask(at, stage);
  await setStageProtection(at, stage, { isProtected: false });
  await createDeployment(at, stage);
  await setStageProtection(at, stage, { isProtected: true });

  expect((await listApprovals(at, { restApiId })).approvals).toMatchObject([{ status: "open", isStale: true }]);
  await expect(approveDeployment(scope({ actor: bob }), { restApiId, approvalId })).rejects.toMatchObject({ code: "ConflictException" });
});

test("a stage has one question at a time, and its deployment stays until it is answered", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const { id: deploymentId } = await deployChecked(at, tools, stage);

  await expect(deployChecked(at, tools, stage)).rejects.toMatchObject({
    code: "ConflictException",
    message: `Ada already asks to put ${deploymentId} on prod. That has to be approved, declined or withdrawn first.`,
  });
  await expect(deleteDeployment(at, { restApiId, deploymentId })).rejects.toThrow("asks for the approval");
});

test("it is declined with a reason by others, and withdrawn by whoever asked", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const other = scope({ actor: bob });
  const declined = { restApiId, approvalId: await ask(at, stage) };

  await expect(declineDeployment(other, { ...declined, reason: " " })).rejects.toMatchObject({ code: "BadRequestException" });
  await expect(declineDeployment(at, { ...declined, reason: "no" })).rejects.toMatchObject(forbidden);
  await expect(withdrawDeployment(other, declined)).rejects.toMatchObject(forbidden);
  await declineDeployment(other, { ...declined, reason: "not on a Friday" });
  await expect(approveDeployment(other, declined)).rejects.toThrow("It was declined by Bob before.");

  const withdrawn = { restApiId, approvalId: await ask(at, stage) };
  await withdrawDeployment(at, withdrawn);

  expect((await listApprovals(at, { restApiId })).approvals.map(({ status, reason }) => [status, reason])).toEqual([
    ["withdrawn", undefined],
    ["declined", "not on a Friday"],
  ]);
  expect(await servedBy(at, stage)).toBe(first);
});

test("what waits is listed however much was decided since", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const approvalId = await ask(at, stage);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  await createStage(at, { restApiId, stageName: "beta", deploymentId });
  const settings = { deploymentId, fromDeploymentId: deploymentId, requestedBy: { userId: "user-1", name: "Ada" } };
  const later = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: `${restApiId}-${index}`, apiId: restApiId, stageName: "beta", status: "declined", version: 1, settings },
    createdAt: new Date(Date.now() + 60_000 + index),
  }));
  await at.db.transaction((tx) => tx.approval.createMany({ data: later }));

  const { approvals } = await listApprovals(at, { restApiId });

  expect(approvals.filter(({ status }) => status === "open").map(({ id }) => id)).toEqual([approvalId]);
  expect(approvals).toHaveLength(51);
  expect(approvals[0]?.id).toBe(`${restApiId}-59`);
});

test("a roll-back and a promotion are asked for too, unless the stage serves the deployment", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const { id: deploymentId } = await createDeployment(at, { restApiId });

  expect(await moveStage(at, { ...stage, deploymentId: first })).toEqual({});
  const { approvalId } = await moveStage(at, { ...stage, deploymentId });
  await approveDeployment(scope({ actor: bob }), { restApiId, approvalId: approvalId ?? "" });

  expect(await servedBy(at, stage)).toBe(deploymentId);
  await expect(moveStage(at, { ...stage, deploymentId: "nowhere" })).rejects.toThrow("Deployment id does not exist");
});

test("checks come before the question, and what was said of them goes with it", async () => {
  const at = scope();
  const { restApiId, stage, method } = await protectedApi(at);
  const place = { kind: "request", resourceId: method.resourceId, httpMethod: "GET", contentType: "application/json" } as const;
  const input = { body: "", params: "{}", context: "{}", stageVariables: "{}" };
  await createTemplateTest(at, { restApiId, test: { place, name: "never", input, expected: { kind: "exact", text: "never" } } });

  await expect(deployChecked(at, tools, stage)).rejects.toThrow("1 template test failed (never). Give a reason");
  await deployChecked(at, tools, { ...stage, overrideReason: "it is urgent" });

  const { approvals } = await listApprovals(at, { restApiId });
  expect(approvals).toMatchObject([{ remark: "although 1 template test failed (never): it is urgent" }]);
});

test("a canary of a protected stage is asked for, and a second member's approval starts exactly that one", async () => {
  const at = scope();
  const { restApiId, stage, first } = await protectedApi(at);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const canary = {
    percentTraffic: 20,
    useStageCache: false,
    stageVariableOverrides: { host: "new.example" },
    rules: [{ metric: "5XX", over: 2, requests: 200 } as const],
  };

  const { approvalId } = await askForCanary(at, { ...stage, deploymentId, canary });

  expect((await getStage(at, stage)).canarySettings).toBeUndefined();
  expect((await listApprovals(at, { restApiId })).approvals).toMatchObject([{ id: approvalId, status: "open", deploymentId, canary }]);
  await expect(approveDeployment(at, { restApiId, approvalId })).rejects.toMatchObject(forbidden);
  await approveDeployment(scope({ actor: bob }), { restApiId, approvalId });
  expect(await getStage(at, stage)).toMatchObject({ deploymentId: first, canarySettings: { ...canary, deploymentId } });
  await deleteRestApi(at, { restApiId });
});

test("a canary is asked for where it can be approved: a protected stage without one, an own deployment, no secret overrides", async () => {
  const at = scope();
  const { restApiId, stage } = await protectedApi(at);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const canary = { percentTraffic: 20, useStageCache: false };
  await createStage(at, { restApiId, stageName: "dev", deploymentId });
  const asked = (change: object) => askForCanary(at, { ...stage, deploymentId, canary, ...change });

  await expect(asked({ stageName: "dev" })).rejects.toThrow("The stage dev is not protected");
  await expect(asked({ deploymentId: "nope" })).rejects.toThrow("Deployment id does not exist");
  await expect(asked({ canary: { ...canary, percentTraffic: 101 } })).rejects.toThrow("Percent traffic must be between 0.0 and 100.0");
  await updateStage(at, stage, (draft) => ({ ...draft, variables: { token: "long-enough-1" }, secretVariables: { token: secretMask } }));
  const overriding = { canary: { ...canary, stageVariableOverrides: { token: "long-enough-2" } } };
  await expect(asked(overriding)).rejects.toThrow("cannot override secret variables");
  const viewer = scope({ actor: { ...owner, role: "viewer" } });
  await expect(askForCanary(viewer, { ...stage, deploymentId, canary })).rejects.toMatchObject({ code: "AccessDeniedException" });

  const { approvalId } = await asked({});
  await expect(asked({})).rejects.toThrow("already asks");
  await setStageProtection(at, stage, { isProtected: false });
  await updateStage(at, stage, (draft) => ({ ...draft, canarySettings: { deploymentId, percentTraffic: 1, useStageCache: false } }));
  await expect(approveDeployment(scope({ actor: bob }), { restApiId, approvalId })).rejects.toThrow("prod has a canary already");
  await deleteRestApi(at, { restApiId });
});

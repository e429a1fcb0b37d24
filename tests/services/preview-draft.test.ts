import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import { readPreview } from "@/lib/feed/preview-token.ts";
import { draftAnswerSchema } from "@/lib/feed/protocol.ts";
import { openInGateway } from "@/lib/feed/seal-for-gateways.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { answerPreview, openPreview } from "@/lib/services/preview-draft.ts";
import { createRestApi, deleteRestApi } from "@/lib/services/rest-apis.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { createV2Api } from "@/lib/services/v2/apis.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const feedToken = "the-feed-token";
const accountId = "111111111111";
const at = () => scope({ accountId });
const sealer = makeSealer("the secret of the tests", "access-keys");

function runtime(clock = () => new Date()) {
  const { db, apiKeys } = at();
  return { db, apiKeys, sealer, feedToken, clock };
}

const ask = async (token: string, known?: string, clock?: () => Date) =>
  draftAnswerSchema.parse(
    JSON.parse(JSON.stringify(await answerPreview(runtime(clock), { token, ...(known === undefined ? {} : { known }) }))),
  );

async function member(userId: string, role: string): Promise<void> {
  const createdAt = new Date();
  await at().db.transaction(async (tx) => {
    const user = {
      id: userId,
      email: `${userId}@example.com`,
      name: userId,
      passwordHash: null,
      sessionVersion: 0,
      settings: {},
      createdAt,
    };
    await tx.user.create({ data: user });
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role, createdAt } });
  });
}

async function api(): Promise<{ restApiId: string; resourceId: string; httpMethod: string }> {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at(), { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(at(), { ...method, authorizationType: "NONE" });
  await putIntegration(at(), { ...method, type: "MOCK" });
  return method;
}

const open = (userId: string, apiId: string, stageName = "") =>
  openPreview(scope({ accountId, actor: { ...owner, userId } }), { feedToken }, { apiId, stageName });

test("a member gets the draft with the variables of a stage, and another version once it is saved", async () => {
  await member("ada", "deployer");
  const method = await api();
  const { restApiId } = method;
  await createDeployment(at(), { restApiId, stageName: "prod" });
  await updateStage(at(), { restApiId, stageName: "prod" }, (draft) => ({
    ...draft,
    variables: { token: "token-1234567890" },
    secretVariables: { token: secretMask },
  }));
  const { token, expiresAt } = await open("ada", restApiId, "prod");

  const first = await ask(token);
  const again = await ask(token, first.kind === "draft" ? first.version : "");
  await putMethod(at(), { ...method, httpMethod: "POST", authorizationType: "NONE" });
  const saved = await ask(token, first.kind === "draft" ? first.version : "");

  if (first.kind !== "draft" || saved.kind !== "draft") throw new Error("both are drafts");
  expect(first.release).toMatchObject({ stageName: "prod", settings: { variables: { token: secretMask } } });
  expect(openInGateway(first.release.settings.secretVariables?.token ?? "", feedToken)).toBe("token-1234567890");
  expect(again).toEqual({ kind: "same" });
  expect(JSON.stringify(first.definition)).not.toContain('"POST"');
  expect(JSON.stringify(saved.definition)).toContain('"POST"');
  expect(readPreview(token, feedToken)?.expiresAtMs).toBe(expiresAt.getTime());
});

test("an API that was never deployed has a preview without a stage", async () => {
  await member("bob", "editor");
  const { restApiId } = await api();
  const { id: httpId } = { id: (await createV2Api(at(), { name: "pets", protocolType: "HTTP" })).apiId };

  const answers = [await ask((await open("bob", restApiId)).token), await ask((await open("bob", httpId)).token)];

  expect(answers).toMatchObject([
    { kind: "draft", release: { stageName: "_draft" }, definition: { kind: "REST" } },
    { kind: "draft", release: { stageName: "_draft" }, definition: { kind: "HTTP" } },
  ]);
});

test("who is no member any more, or may not test, is refused at once", async () => {
  await member("eve", "editor");
  const { restApiId } = await api();
  const { token } = await open("eve", restApiId);
  const isRefused = { kind: "refused", message: "Only members who may test APIs see their drafts." };

  await at().db.transaction((tx) => tx.member.updateMany({ where: { userId: "eve" }, data: { role: "viewer" } }));
  const asViewer = await ask(token);
  await at().db.transaction((tx) => tx.member.deleteMany({ where: { userId: "eve" } }));

  expect([asViewer, await ask(token)]).toEqual([isRefused, isRefused]);
});

test("a link is over after an hour, and with its API", async () => {
  await member("dan", "owner");
  const { restApiId } = await api();
  const { token } = await open("dan", restApiId);

  const late = await ask(token, undefined, () => new Date(Date.now() + 3_600_001));
  await deleteRestApi(at(), { restApiId });

  expect(late).toEqual({ kind: "refused", message: "The preview link is over." });
  expect(await ask(token)).toEqual({ kind: "refused", message: "The API is not there any more." });
});

test("viewers, strangers and WebSocket APIs get no link", async () => {
  const { restApiId } = await api();
  const { apiId: socketId } = await createV2Api(at(), {
    name: "chat",
    protocolType: "WEBSOCKET",
    routeSelectionExpression: "$request.body.action",
  });
  const viewer = scope({ accountId, actor: { ...owner, role: "viewer" } });

  await expect(openPreview(viewer, { feedToken }, { apiId: restApiId, stageName: "" })).rejects.toMatchObject({
    code: "AccessDeniedException",
  });
  await expect(openPreview(scope(), { feedToken }, { apiId: restApiId, stageName: "" })).rejects.toMatchObject({
    code: "NotFoundException",
  });
  await expect(openPreview(at(), { feedToken }, { apiId: restApiId, stageName: "none" })).rejects.toMatchObject({
    code: "NotFoundException",
  });
  await expect(openPreview(at(), { feedToken }, { apiId: socketId, stageName: "" })).rejects.toMatchObject({ code: "BadRequestException" });
});

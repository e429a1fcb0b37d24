import { expect, test } from "vitest";
import { defaultMethodSetting } from "@/lib/definition/method-setting.ts";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { flushCachedAnswer } from "@/lib/services/flush-cached-answer.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions } from "@/lib/services/revisions.ts";
import { getStage, updateStage } from "@/lib/services/stages.ts";
import { owner, prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const tools = makeTools();

async function cachedStage() {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope(), { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(scope(), { ...method, authorizationType: "NONE", requestParameters: { "method.request.querystring.lang": false } });
  const uri = "http://127.0.0.1:9/pets";
  await putIntegration(scope(), {
    ...method,
    ...{ type: "HTTP_PROXY", integrationHttpMethod: "GET", uri },
    cacheKeyParameters: ["method.request.querystring.lang"],
  });
  await createDeployment(scope(), { restApiId, stageName: "prod" });
  const key = { restApiId, stageName: "prod" };
  const cached = { ...defaultMethodSetting, cachingEnabled: true };
  await updateStage(scope(), key, (draft) => ({
    ...draft,
    ...{ cacheClusterEnabled: true, cacheClusterSize: "0.5", methodSettings: { "*/*": cached } },
  }));
  return { key, request: { resourceId, httpMethod: "GET" } };
}

async function stored({ restApiId, stageName }: { restApiId: string; stageName: string }) {
  const row = await scope().db.reader.stage.findUniqueOrThrow({ where: { id: `${restApiId}/${stageName}` } });
  return row.settings as { flushedAnswers?: Record<string, { change: number; atMs: number }>; cacheGeneration?: number };
}

const flush = ({ key, request }: Awaited<ReturnType<typeof cachedStage>>, pathWithQueryString: string, { clock = () => new Date() } = {}) =>
  flushCachedAnswer(scope({ clock }), tools, { ...key, ...request, pathWithQueryString });

test("each answer is named by what its cache keys read, flushed again under another number, and told by the history only", async () => {
  const stage = await cachedStage();

  await flush(stage, "/?lang=de&other=1");
  const first = (await stored(stage.key)).flushedAnswers ?? {};
  await flush(stage, "/?lang=de&other=2");
  const again = (await stored(stage.key)).flushedAnswers ?? {};
  await flush(stage, "/?lang=en");
  const both = (await stored(stage.key)).flushedAnswers ?? {};

  const [id = ""] = Object.keys(first);
  expect(Object.keys(again)).toEqual([id]);
  expect(again[id]?.change).toBeGreaterThan(first[id]?.change ?? 0);
  expect(Object.keys(both)).toHaveLength(2);
  expect(Object.keys(await getStage(scope(), stage.key))).not.toContain("flushedAnswers");
  const [told] = await listRevisions(scope(), { restApiId: stage.key.restApiId, limit: 1 });
  expect(told?.summary).toBe("Flush one answer to GET from the response cache of stage prod, of /?lang=en");
});

test("an answer of the canary is named with the canary's variables", async () => {
  const stage = await cachedStage();
  const { restApiId, stageName } = stage.key;
  const parameter = "integration.request.querystring.token";
  await putIntegration(scope(), {
    ...{ restApiId, ...stage.request, type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: "http://127.0.0.1:9/pets" },
    ...{ requestParameters: { [parameter]: "stageVariables.token" }, cacheKeyParameters: [parameter] },
  });
  await createDeployment(scope(), { restApiId, stageName, variables: { token: "token-of-the-stage" } });
  const idsAfterFlush = async () => {
    await flush(stage, "/");
    return Object.keys((await stored(stage.key)).flushedAnswers ?? {});
  };

  const withoutCanary = await idsAfterFlush();
  const overrides = { stageVariableOverrides: { token: "token-of-the-canary" }, useStageCache: true };
  await createDeployment(scope(), { restApiId, stageName, canarySettings: { percentTraffic: 50, ...overrides } });
  await updateStage(scope(), stage.key, (draft) => ({ ...draft, secretVariables: { token: secretMask } }));

  expect(withoutCanary).toHaveLength(1);
  expect(await idsAfterFlush()).toHaveLength(2);
});

test("flushes of answers that are gone by now are forgotten, and too many empty the cache", async () => {
  const stage = await cachedStage();
  await flush(stage, "/?lang=old", { clock: () => new Date(Date.now() - 3 * 60 * 60 * 1_000) });

  await flush(stage, "/?lang=1");
  const kept = Object.keys((await stored(stage.key)).flushedAnswers ?? {});
  for (let count = 2; count <= 201; count++) await flush(stage, `/?lang=${count}`);

  expect(kept).toHaveLength(1);
  expect(await stored(stage.key)).toMatchObject({ cacheGeneration: 1 });
  expect((await stored(stage.key)).flushedAnswers).toBeUndefined();
});

test("what keeps no answers is refused, and so is who may not change stages", async () => {
  const stage = await cachedStage();
  const viewer = scope({ actor: { ...owner, role: "viewer" } });
  const request = { ...stage.key, ...stage.request, pathWithQueryString: "/" };

  await expect(flushCachedAnswer(viewer, tools, request)).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(flushCachedAnswer(scope(), tools, { ...request, resourceId: "nothing" })).rejects.toMatchObject({
    code: "NotFoundException",
  });
  await expect(flushCachedAnswer(scope(), tools, { ...request, httpMethod: "POST" })).rejects.toThrow(
    "prod keeps no answers to POST of this method.",
  );
  await updateStage(scope(), stage.key, (draft) => ({ ...draft, cacheClusterEnabled: false }));
  await expect(flushCachedAnswer(scope(), tools, request)).rejects.toThrow("The stage prod has no cache.");
});

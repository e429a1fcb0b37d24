import { expect, test } from "vitest";
import { createAuthorizer } from "@/lib/services/authorizers.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { updateLintSettings } from "@/lib/services/lint.ts";
import { getMethodContext } from "@/lib/services/method-context.ts";
import { createRequestValidator } from "@/lib/services/request-validators.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

/** An API with GET /pets as a mock, on the stage dev. */
async function petsApi(at: Scope) {
  const { id: restApiId, rootResourceId: parentId } = await createRestApi(at, { name: "context" });
  const { id: resourceId } = await createResource(at, { restApiId, parentId, pathPart: "pets" });
  const key = { restApiId, resourceId, httpMethod: "GET" } as const;
  await createMockMethod(at, key);
  await createDeployment(at, { restApiId, stageName: "dev" });
  return { restApiId, resourceId, key };
}

test("a method is the same as on a stage, differs from it, or is not there", async () => {
  const at = scope();
  const { restApiId, resourceId, key } = await petsApi(at);
  const statesOf = async (of: typeof key | { restApiId: string; resourceId: string; httpMethod: "POST" }) =>
    (await getMethodContext(at, of)).stages.map(({ stageName, state }) => `${stageName} ${state}`);
  expect(await statesOf(key)).toEqual(["dev same"]);

  await changeMethod(at, key, { apiKeyRequired: true });
  expect(await statesOf(key)).toEqual(["dev differs"]);
  await createDeployment(at, { restApiId, stageName: "prod" });
  expect(await statesOf(key)).toEqual(["dev differs", "prod same"]);

  const post = { restApiId, resourceId, httpMethod: "POST" } as const;
  await createMockMethod(at, post);
  expect(await statesOf(post)).toEqual(["dev absent", "prod absent"]);
  await deleteRestApi(at, { restApiId });
});

test("what calls pass before a method comes from the API, its authorizer, its validator and the stages", async () => {
  const at = scope();
  const { restApiId, key } = await petsApi(at);
  expect(await getMethodContext(at, key)).toMatchObject({ hasPolicy: false, stages: [{ stageName: "dev", state: "same" }] });

  const issuer = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pets";
  const authorizer = await createAuthorizer(at, {
    restApiId,
    name: "people",
    type: "COGNITO_USER_POOLS",
    providerARNs: [issuer],
    identitySource: "method.request.header.Authorization",
  });
  const validator = await createRequestValidator(at, {
    restApiId,
    name: "all",
    validateRequestBody: true,
    validateRequestParameters: false,
  });
  await changeMethod(at, key, {
    authorizationType: "COGNITO_USER_POOLS",
    authorizerId: authorizer.id,
    requestValidatorId: validator.id,
  });
  const statement = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" };
  await updateRestApi(at, { restApiId }, (draft) => ({
    ...draft,
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  }));
  const setting = {
    metricsEnabled: false,
    dataTraceEnabled: false,
    throttlingBurstLimit: 20,
    throttlingRateLimit: 10,
    cachingEnabled: true,
    cacheTtlInSeconds: 60,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
  };
  await updateStage(at, { restApiId, stageName: "dev" }, (draft) => ({
    ...draft,
    cacheClusterEnabled: true,
    methodSettings: { "pets/GET": setting },
  }));

  expect(await getMethodContext(at, key)).toMatchObject({
    hasPolicy: true,
    authorizer: { name: "people", type: "COGNITO_USER_POOLS" },
    validator: { name: "all", body: true, parameters: false },
    stages: [{ stageName: "dev", throttle: { rateLimit: 10, burstLimit: 20 }, cacheTtl: 60 }],
  });
  await deleteRestApi(at, { restApiId });
});

test("findings are those of this method alone, by the rules that are on", async () => {
  const at = scope();
  const { restApiId, resourceId, key } = await petsApi(at);
  await createMockMethod(at, { restApiId, resourceId, httpMethod: "POST" });
  await changeMethod(at, key, { requestModels: { "application/json": "Empty" } });
  const rulesOf = async (httpMethod: "GET" | "POST") =>
    (await getMethodContext(at, { restApiId, resourceId, httpMethod })).findings.map(({ rule }) => rule);

  expect(await rulesOf("GET")).toEqual(["NOTHING_VALIDATED", "METHOD_WITHOUT_AUTH"]);
  expect(await rulesOf("POST")).toEqual(["METHOD_WITHOUT_AUTH"]);
  await updateLintSettings(at, { restApiId }, () => ({ modes: { METHOD_WITHOUT_AUTH: "off" } }));
  expect(await rulesOf("GET")).toEqual(["NOTHING_VALIDATED"]);
  await deleteRestApi(at, { restApiId });
});

import { expect, test } from "vitest";
import { type CorsSettings, defaultAllowHeaders } from "@/lib/definition/cors.ts";
import { createMockMethod } from "@/lib/services/change-method.ts";
import { enableCors, previewCors } from "@/lib/services/cors.ts";
import { getGatewayResponse, putGatewayResponse } from "@/lib/services/gateway-responses.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { getMethod, putMethod } from "@/lib/services/methods.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

const settings: CorsSettings = {
  allowOrigin: "https://shop.example",
  allowMethods: ["GET", "OPTIONS"],
  allowHeaders: [...defaultAllowHeaders],
  allowCredentials: true,
  maxAgeSeconds: 600,
  gatewayResponses: true,
};

async function petsWithGet(at: Scope) {
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "cors" });
  const { id: resourceId } = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "pets" });
  await createMockMethod(at, { restApiId, resourceId, httpMethod: "GET" });
  return { restApiId, resourceId };
}

test("enabling writes the preflight, the headers of methods and those of the gateway's own answers, in one revision", async () => {
  const at = scope();
  const key = await petsWithGet(at);

  await enableCors(at, { ...key, settings });

  const options = await getMethod(at, { ...key, httpMethod: "OPTIONS" });
  const get = await getMethod(at, { ...key, httpMethod: "GET" });
  expect(options.authorizationType).toBe("NONE");
  expect(options.methodIntegration?.integrationResponses?.["200"]?.responseParameters).toEqual({
    "method.response.header.Access-Control-Allow-Origin": "'https://shop.example'",
    "method.response.header.Access-Control-Allow-Credentials": "'true'",
    "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
    "method.response.header.Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
    "method.response.header.Access-Control-Max-Age": "'600'",
  });
  expect(get.methodResponses?.["200"]?.responseParameters).toEqual({
    "method.response.header.Access-Control-Allow-Origin": false,
    "method.response.header.Access-Control-Allow-Credentials": false,
  });
  for (const responseType of ["DEFAULT_4XX", "DEFAULT_5XX"] as const) {
    const response = await getGatewayResponse(at, { restApiId: key.restApiId, responseType });
    expect(response.responseParameters?.["gatewayresponse.header.Access-Control-Allow-Origin"]).toBe("'https://shop.example'");
  }
  const [revision] = await listRevisions(at, { limit: 1 });
  expect((await getRevisionRows(at, revision?.seq ?? 0)).map(({ model }) => model).sort()).toEqual([
    "GatewayResponse",
    "GatewayResponse",
    "Method",
    "Method",
  ]);
});

test("one undo takes everything back", async () => {
  const at = scope();
  const key = await petsWithGet(at);
  const before = await getMethod(at, { ...key, httpMethod: "GET" });
  await enableCors(at, { ...key, settings });
  const [revision] = await listRevisions(at, { limit: 1 });

  await undoRevision(at, revision?.seq ?? 0);

  const { entityVersion: _now, ...after } = await getMethod(at, { ...key, httpMethod: "GET" });
  const { entityVersion: _then, ...was } = before;
  expect(after).toEqual(was);
  await expect(getMethod(at, { ...key, httpMethod: "OPTIONS" })).rejects.toThrow("Invalid Method identifier specified");
  expect((await getGatewayResponse(at, { restApiId: key.restApiId, responseType: "DEFAULT_4XX" })).defaultResponse).toBe(true);
});

test("what is enabled already is as it is", async () => {
  const at = scope();
  const key = await petsWithGet(at);
  const states = async () => (await previewCors(at, { ...key, settings })).map(({ state }) => state);
  const before = await states();

  await enableCors(at, { ...key, settings });

  expect(before).toEqual(["create", "change", "create", "create"]);
  expect(await states()).toEqual(["same", "same", "same", "same"]);
});

test("a customized gateway response gets the headers too, because it does not take those of its class", async () => {
  const at = scope();
  const key = await petsWithGet(at);
  await putGatewayResponse(at, { restApiId: key.restApiId, responseType: "UNAUTHORIZED", responseTemplates: { "application/json": "{}" } });

  await enableCors(at, { ...key, settings });

  const response = await getGatewayResponse(at, { restApiId: key.restApiId, responseType: "UNAUTHORIZED" });
  expect(response.responseParameters?.["gatewayresponse.header.Access-Control-Allow-Origin"]).toBe("'https://shop.example'");
  expect(response.responseTemplates).toEqual({ "application/json": "{}" });
});

test("a proxy is left alone and named: only its backend can send headers", async () => {
  const at = scope();
  const key = await petsWithGet(at);
  await putMethod(at, { ...key, httpMethod: "POST", authorizationType: "NONE" });
  await putIntegration(at, {
    ...key,
    httpMethod: "POST",
    type: "HTTP_PROXY",
    integrationHttpMethod: "POST",
    uri: "http://backend.example/",
  });

  const steps = await previewCors(at, { ...key, settings });

  expect(steps.find(({ target }) => target.kind === "method" && target.httpMethod === "POST")?.state).toBe("proxy");
});

test.each([
  { name: "an origin with a path", change: { allowOrigin: "https://shop.example/" }, refusal: "An origin is *" },
  { name: "an origin that ends its quotes", change: { allowOrigin: "https://a'b" }, refusal: "An origin is *" },
  { name: "credentials for everybody", change: { allowOrigin: "*" }, refusal: "never to *" },
  { name: "a header that is none", change: { allowHeaders: ["X Id"] }, refusal: "X Id" },
])("$name is refused", async ({ change, refusal }) => {
  const at = scope();
  const key = await petsWithGet(at);

  await expect(enableCors(at, { ...key, settings: { ...settings, ...change } })).rejects.toThrow(refusal);
});

import { describe, expect, test } from "vitest";
import { accountPatch, apiKeyPatch, descriptionPatch, usagePlanPatch, vpcLinkPatch } from "@/lib/wire/patch/access-patches.ts";
import {
  authorizerPatch,
  documentationPartPatch,
  gatewayResponsePatch,
  integrationPatch,
  integrationResponsePatch,
  methodPatch,
  methodResponsePatch,
  modelPatch,
  requestValidatorPatch,
  resourcePatch,
  restApiPatch,
} from "@/lib/wire/patch/definition-patches.ts";
import type { PatchTable } from "@/lib/wire/patch/patch-table.ts";
import { stagePatch } from "@/lib/wire/patch/stage-patch.ts";

const ops = ["add", "remove", "replace", "move", "test", "copy"] as const;
type Op = (typeof ops)[number];

/** A path that the service documents, with a value and, for each operation it allows, what the draft becomes. */
type Case = { path: string; value?: string; from?: string; becomes: Partial<Record<Op, object>> };
type Kind = { table: PatchTable<object>; draft: object; cases: Case[] };

/** Tables know their draft; here only their results count. */
function kind<Draft extends object>(table: PatchTable<Draft>, draft: Draft, cases: Case[]): Kind {
  return { table: table as unknown as PatchTable<object>, draft, cases };
}

const replaces = (path: string, value: string, becomes: object): Case => ({ path, value, becomes: { replace: becomes } });

const setting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const stageDraft = {
  deploymentId: "d1",
  cacheClusterEnabled: false,
  tracingEnabled: false,
  methodSettings: { "*/*": setting },
  variables: { a: "1" },
  accessLogSettings: { format: "f" },
  canarySettings: { deploymentId: "d2", percentTraffic: 5, useStageCache: false, stageVariableOverrides: { a: "2" } },
};

const methodSettingCase = (path: string, value: string, member: string, parsed: unknown, reset: unknown): Case => ({
  path: `/*/*/${path}`,
  value,
  becomes: {
    replace: { methodSettings: { "*/*": { ...setting, [member]: parsed } } },
    remove: { methodSettings: { "*/*": reset === undefined ? setting : { ...setting, [member]: reset } } },
  },
});

const mapCases = (member: string, key: string, path: string, value: string, parsed: unknown = value): Case => ({
  path,
  value,
  becomes: {
    add: { [member]: { [key]: parsed } },
    replace: { [member]: { [key]: parsed } },
    remove: { [member]: {} },
  },
});

const kinds: Record<string, Kind> = {
  restApi: kind(
    restApiPatch,
    {
      name: "n",
      apiKeySource: "HEADER",
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ["EDGE"], vpcEndpointIds: ["vpce-1"] },
      binaryMediaTypes: ["a/b"],
      minimumCompressionSize: 1,
      policy: "{}",
    },
    [
      replaces("/name", "m", { name: "m" }),
      replaces("/description", "d", { description: "d" }),
      replaces("/version", "v2", { version: "v2" }),
      replaces("/apiKeySource", "AUTHORIZER", { apiKeySource: "AUTHORIZER" }),
      replaces("/disableExecuteApiEndpoint", "true", { disableExecuteApiEndpoint: true }),
      replaces("/endpointConfiguration/types/EDGE", "REGIONAL", {
        endpointConfiguration: { types: ["REGIONAL"], vpcEndpointIds: ["vpce-1"] },
      }),
      replaces("/endpointConfiguration/ipAddressType", "ipv4", {
        endpointConfiguration: { types: ["EDGE"], vpcEndpointIds: ["vpce-1"], ipAddressType: "ipv4" },
      }),
      replaces("/policy", '{"Version":"1"}', { policy: '{"Version":"1"}' }),
      replaces("/securityPolicy", "TLS_1_2", { securityPolicy: "TLS_1_2" }),
      replaces("/endpointAccessMode", "STRICT", { endpointAccessMode: "STRICT" }),
      {
        path: "/minimumCompressionSize",
        value: "7",
        becomes: { replace: { minimumCompressionSize: 7 }, remove: { minimumCompressionSize: undefined } },
      },
      {
        path: "/endpointConfiguration/vpcEndpointIds",
        value: "vpce-1",
        becomes: {
          add: { endpointConfiguration: { types: ["EDGE"], vpcEndpointIds: ["vpce-1"] } },
          remove: { endpointConfiguration: { types: ["EDGE"], vpcEndpointIds: [] } },
        },
      },
      {
        path: "/binaryMediaTypes/a~1b",
        becomes: { add: { binaryMediaTypes: ["a/b"] }, replace: { binaryMediaTypes: ["a/b"] }, remove: { binaryMediaTypes: [] } },
      },
    ],
  ),
  resource: kind(resourcePatch, { parentId: "p", pathPart: "a" }, [
    replaces("/parentId", "q", { parentId: "q", pathPart: "a" }),
    replaces("/pathPart", "b", { parentId: "p", pathPart: "b" }),
  ]),
  method: kind(
    methodPatch,
    {
      httpMethod: "GET",
      authorizationType: "NONE",
      apiKeyRequired: false,
      authorizationScopes: ["a"],
      requestModels: { "a/b": "Empty" },
      requestParameters: { "method.request.header.x": false },
    },
    [
      replaces("/apiKeyRequired", "true", { apiKeyRequired: true }),
      replaces("/authorizationType", "AWS_IAM", { authorizationType: "AWS_IAM" }),
      replaces("/authorizerId", "a1", { authorizerId: "a1" }),
      replaces("/operationName", "list", { operationName: "list" }),
      replaces("/requestValidatorId", "v1", { requestValidatorId: "v1" }),
      { path: "/authorizationScopes", value: "a", becomes: { add: { authorizationScopes: ["a"] }, remove: { authorizationScopes: [] } } },
      mapCases("requestModels", "a/b", "/requestModels/a~1b", "Error"),
      mapCases("requestParameters", "method.request.header.x", "/requestParameters/method.request.header.x", "true", true),
    ],
  ),
  methodResponse: kind(
    methodResponsePatch,
    { statusCode: "200", responseModels: { "a/b": "Empty" }, responseParameters: { "method.response.header.x": false } },
    [
      mapCases("responseModels", "a/b", "/responseModels/a~1b", "Error"),
      mapCases("responseParameters", "method.response.header.x", "/responseParameters/method.response.header.x", "true", true),
    ],
  ),
  integration: kind(
    integrationPatch,
    {
      type: "HTTP",
      passthroughBehavior: "NEVER",
      timeoutInMillis: 50,
      cacheNamespace: "n",
      cacheKeyParameters: ["k"],
      requestParameters: { "integration.request.header.x": "'1'" },
      requestTemplates: { "a/b": "t" },
    },
    [
      replaces("/cacheNamespace", "m", { cacheNamespace: "m" }),
      replaces("/connectionId", "c", { connectionId: "c" }),
      replaces("/connectionType", "VPC_LINK", { connectionType: "VPC_LINK" }),
      replaces("/contentHandling", "CONVERT_TO_TEXT", { contentHandling: "CONVERT_TO_TEXT" }),
      replaces("/credentials", "arn", { credentials: "arn" }),
      replaces("/httpMethod", "PUT", { httpMethod: "PUT" }),
      replaces("/integrationTarget", "t", { integrationTarget: "t" }),
      replaces("/passthroughBehavior", "WHEN_NO_MATCH", { passthroughBehavior: "WHEN_NO_MATCH" }),
      replaces("/responseTransferMode", "STREAM", { responseTransferMode: "STREAM" }),
      replaces("/timeoutInMillis", "60", { timeoutInMillis: 60 }),
      replaces("/tlsConfig/insecureSkipVerification", "true", { tlsConfig: { insecureSkipVerification: true } }),
      replaces("/type", "MOCK", { type: "MOCK" }),
      replaces("/uri", "http://a", { uri: "http://a" }),
      {
        path: "/cacheKeyParameters/k",
        value: "",
        becomes: { add: { cacheKeyParameters: ["k"] }, replace: { cacheKeyParameters: [""] }, remove: { cacheKeyParameters: [] } },
      },
      mapCases("requestParameters", "integration.request.header.x", "/requestParameters/integration.request.header.x", "'2'"),
      mapCases("requestTemplates", "a/b", "/requestTemplates/a~1b", "u"),
    ],
  ),
  integrationResponse: kind(
    integrationResponsePatch,
    { statusCode: "200", responseParameters: { "method.response.header.x": "'1'" }, responseTemplates: { "a/b": "t" } },
    [
      replaces("/contentHandling", "CONVERT_TO_TEXT", { contentHandling: "CONVERT_TO_TEXT" }),
      replaces("/selectionPattern", "5..", { selectionPattern: "5.." }),
      mapCases("responseParameters", "method.response.header.x", "/responseParameters/method.response.header.x", "'2'"),
      mapCases("responseTemplates", "a/b", "/responseTemplates/a~1b", "u"),
    ],
  ),
  model: kind(modelPatch, { id: "1", name: "M", contentType: "a/b" }, [
    replaces("/description", "d", { description: "d" }),
    replaces("/schema", "{}", { schema: "{}" }),
  ]),
  requestValidator: kind(requestValidatorPatch, { id: "1", validateRequestBody: false, validateRequestParameters: false }, [
    replaces("/name", "n", { name: "n" }),
    replaces("/validateRequestBody", "true", { validateRequestBody: true }),
    replaces("/validateRequestParameters", "true", { validateRequestParameters: true }),
  ]),
  authorizer: kind(authorizerPatch, { id: "1", name: "a", type: "TOKEN", providerARNs: ["arn"] }, [
    replaces("/authType", "custom", { authType: "custom" }),
    replaces("/authorizerCredentials", "arn", { authorizerCredentials: "arn" }),
    replaces("/authorizerResultTtlInSeconds", "0", { authorizerResultTtlInSeconds: 0 }),
    replaces("/authorizerUri", "arn", { authorizerUri: "arn" }),
    replaces("/identitySource", "method.request.header.A", { identitySource: "method.request.header.A" }),
    replaces("/identityValidationExpression", "^x", { identityValidationExpression: "^x" }),
    replaces("/name", "b", { name: "b" }),
    replaces("/type", "REQUEST", { type: "REQUEST" }),
    { path: "/providerARNs", value: "arn", becomes: { add: { providerARNs: ["arn"] }, remove: { providerARNs: [] } } },
  ]),
  gatewayResponse: kind(
    gatewayResponsePatch,
    { responseType: "THROTTLED", responseParameters: { "gatewayresponse.header.x": "'1'" }, responseTemplates: { "a/b": "t" } },
    [
      replaces("/statusCode", "429", { statusCode: "429" }),
      mapCases("responseParameters", "gatewayresponse.header.x", "/responseParameters/gatewayresponse.header.x", "'2'"),
      mapCases("responseTemplates", "a/b", "/responseTemplates/a~1b", "u"),
    ],
  ),
  documentationPart: kind(documentationPartPatch, { properties: "{}" }, [replaces("/properties", '{"a":1}', { properties: '{"a":1}' })]),
  description: kind(descriptionPatch, {}, [replaces("/description", "d", { description: "d" })]),
  account: kind(accountPatch, { cloudwatchRoleArn: "arn" }, [
    {
      path: "/cloudwatchRoleArn",
      value: "other",
      becomes: {
        add: { cloudwatchRoleArn: "other" },
        replace: { cloudwatchRoleArn: "other" },
        remove: { cloudwatchRoleArn: undefined },
      },
    },
  ]),
  apiKey: kind(apiKeyPatch, { name: "k", enabled: false }, [
    replaces("/customerId", "c", { customerId: "c" }),
    replaces("/description", "d", { description: "d" }),
    replaces("/enabled", "true", { enabled: true }),
    replaces("/name", "l", { name: "l" }),
  ]),
  vpcLink: kind(vpcLinkPatch, { name: "v", targetArns: [] }, [
    replaces("/description", "d", { description: "d" }),
    replaces("/name", "w", { name: "w" }),
  ]),
  usagePlan: kind(
    usagePlanPatch,
    {
      name: "p",
      productCode: "x",
      apiStages: [{ apiId: "a", stage: "s", throttle: { "/pets/GET": { rateLimit: 1, burstLimit: 2 } } }],
      throttle: { rateLimit: 1, burstLimit: 1 },
      quota: { limit: 1, offset: 0, period: "DAY" },
    },
    [
      replaces("/name", "q", { name: "q" }),
      { path: "/description", value: "d", becomes: { replace: { description: "d" }, remove: { description: undefined } } },
      {
        path: "/productCode",
        value: "y",
        becomes: { add: { productCode: "y" }, replace: { productCode: "y" }, remove: { productCode: undefined } },
      },
      {
        path: "/apiStages",
        value: "a:s",
        becomes: {
          add: {
            apiStages: [
              { apiId: "a", stage: "s", throttle: { "/pets/GET": { rateLimit: 1, burstLimit: 2 } } },
              { apiId: "a", stage: "s" },
            ],
          },
          remove: { apiStages: [] },
        },
      },
      { path: "/apiStages/a:s/throttle", becomes: { remove: { apiStages: [{ apiId: "a", stage: "s" }] } } },
      { path: "/apiStages/a:s/throttle//pets/GET", becomes: { remove: { apiStages: [{ apiId: "a", stage: "s", throttle: {} }] } } },
      stageThrottleCase("rateLimit", "2.5", { rateLimit: 2.5, burstLimit: 2 }, { burstLimit: 2 }),
      stageThrottleCase("burstLimit", "3", { rateLimit: 1, burstLimit: 3 }, { rateLimit: 1 }),
      { path: "/quota", becomes: { remove: { quota: undefined } } },
      quotaCase("limit", "9", 9),
      quotaCase("offset", "1", 1),
      quotaCase("period", "WEEK", "WEEK"),
      { path: "/throttle", becomes: { remove: { throttle: undefined } } },
      ...(["rateLimit", "burstLimit"] as const).map((member) => {
        const throttle = { rateLimit: 1, burstLimit: 1, [member]: 4 };
        return { path: `/throttle/${member}`, value: "4", becomes: { add: { throttle }, replace: { throttle } } };
      }),
    ],
  ),
  stage: kind(stagePatch, stageDraft, [
    {
      path: "/deploymentId",
      value: "d3",
      from: "/canarySettings/deploymentId",
      becomes: { replace: { deploymentId: "d3" }, copy: { deploymentId: "d2" } },
    },
    replaces("/description", "d", { description: "d" }),
    replaces("/cacheClusterEnabled", "true", { cacheClusterEnabled: true }),
    replaces("/cacheClusterSize", "0.5", { cacheClusterSize: "0.5" }),
    replaces("/clientCertificateId", "c", { clientCertificateId: "c" }),
    replaces("/documentationVersion", "v", { documentationVersion: "v" }),
    replaces("/tracingEnabled", "true", { tracingEnabled: true }),
    { path: "/accessLogSettings", becomes: { remove: { accessLogSettings: undefined } } },
    {
      path: "/accessLogSettings/destinationArn",
      value: "arn",
      becomes: {
        add: { accessLogSettings: { format: "f", destinationArn: "arn" } },
        replace: { accessLogSettings: { format: "f", destinationArn: "arn" } },
      },
    },
    {
      path: "/accessLogSettings/format",
      value: "g",
      becomes: { add: { accessLogSettings: { format: "g" } }, replace: { accessLogSettings: { format: "g" } } },
    },
    { path: "/variables", from: "/canarySettings/stageVariableOverrides", becomes: { copy: { variables: { a: "2" } } } },
    {
      path: "/variables/a",
      value: "3",
      becomes: { add: { variables: { a: "3" } }, replace: { variables: { a: "3" } }, remove: { variables: {} } },
    },
    { path: "/canarySettings", becomes: { remove: { canarySettings: undefined } } },
    replaces("/canarySettings/deploymentId", "d3", { canarySettings: { ...stageDraft.canarySettings, deploymentId: "d3" } }),
    replaces("/canarySettings/percentTraffic", "7.5", { canarySettings: { ...stageDraft.canarySettings, percentTraffic: 7.5 } }),
    replaces("/canarySettings/useStageCache", "true", { canarySettings: { ...stageDraft.canarySettings, useStageCache: true } }),
    {
      path: "/canarySettings/stageVariableOverrides/a",
      value: "4",
      becomes: {
        replace: { canarySettings: { ...stageDraft.canarySettings, stageVariableOverrides: { a: "4" } } },
        remove: { canarySettings: { ...stageDraft.canarySettings, stageVariableOverrides: {} } },
      },
    },
    { path: "/*/*", becomes: { remove: { methodSettings: {} } } },
    methodSettingCase("metrics/enabled", "true", "metricsEnabled", true, false),
    methodSettingCase("logging/dataTrace", "true", "dataTraceEnabled", true, false),
    methodSettingCase("logging/loglevel", "INFO", "loggingLevel", "INFO", undefined),
    methodSettingCase("throttling/burstLimit", "-1", "throttlingBurstLimit", -1, 5_000),
    methodSettingCase("throttling/rateLimit", "1.500000", "throttlingRateLimit", 1.5, 10_000),
    methodSettingCase("caching/enabled", "true", "cachingEnabled", true, undefined),
    methodSettingCase("caching/ttlInSeconds", "9", "cacheTtlInSeconds", 9, 300),
    methodSettingCase("caching/dataEncrypted", "true", "cacheDataEncrypted", true, false),
    methodSettingCase("caching/requireAuthorizationForCacheControl", "false", "requireAuthorizationForCacheControl", false, true),
    methodSettingCase(
      "caching/unauthorizedCacheControlHeaderStrategy",
      "FAIL_WITH_403",
      "unauthorizedCacheControlHeaderStrategy",
      "FAIL_WITH_403",
      "SUCCEED_WITH_RESPONSE_HEADER",
    ),
  ]),
};

function stageThrottleCase(member: string, value: string, after: object, removed: object): Case {
  const stage = (limits: object) => ({ apiStages: [{ apiId: "a", stage: "s", throttle: { "/pets/GET": limits } }] });
  return {
    path: `/apiStages/a:s/throttle//pets/GET/${member}`,
    value,
    becomes: { add: stage(after), replace: stage(after), remove: stage(removed) },
  };
}

function quotaCase(member: string, value: string, parsed: unknown): Case {
  const quota = { limit: 1, offset: 0, period: "DAY", [member]: parsed };
  return { path: `/quota/${member}`, value, becomes: { add: { quota }, replace: { quota } } };
}

describe.each(Object.entries(kinds))("%s", (_name, { table, draft, cases }) => {
  test.each(cases)("$path allows exactly the operations that the service documents", ({ path, value, from, becomes }) => {
    for (const op of ops) {
      const apply = () => table.apply(draft, [{ op, path, value, from }]);
      const expected = becomes[op];
      if (expected === undefined) expect(apply, op).toThrow(/^(Invalid|Cannot|Promotion)/);
      else expect(apply(), op).toEqual({ ...draft, ...expected });
    }
  });

  test("has no path without a case", () => {
    const literal = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    const unwalked = Object.keys(table.lines).filter((pattern) => {
      const expression = new RegExp(
        `^${literal(pattern)
          .replace(/\{\w+\\?\+\}/g, ".+")
          .replace(/\{\w+\}/g, "[^/]+")}$`,
      );
      return !cases.some(({ path }) => expression.test(path));
    });
    expect(unwalked).toEqual([]);
  });

  test("refuses an unknown path with every operation", () => {
    for (const op of ops) expect(() => table.apply(draft, [{ op, path: "/no/such/thing/here", value: "1" }]), op).toThrow();
  });

  test("changes nothing without operations", () => {
    expect(table.apply(draft, [])).toBe(draft);
  });
});

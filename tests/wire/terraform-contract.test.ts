// What the Terraform provider does with each kind of resource of a REST API: it creates, reads, updates, reads and deletes, and whatever
// it reads must be what it sent, to the member. Calls are as the provider makes them, without an SDK that would smooth answers over.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";
import { readBack } from "./read-back.ts";

let runtime: RuntimeCore;
let call: Call;
let read: ReturnType<typeof readBack>["read"];
let gone: ReturnType<typeof readBack>["gone"];
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  runtime = await testRuntime(open.db);
  call = caller(runtime);
  ({ read, gone } = readBack(call));
});
afterAll(() => close());

type Member = string | null | undefined;
const replace = (path: string, value: Member) => ({ op: "replace", path, value });
const add = (path: string, value?: Member) => ({ op: "add", path, value });
const remove = (path: string, value?: Member) => ({ op: "remove", path, value });
const patch = (path: string, ...patchOperations: object[]) => call("PATCH", path, { patchOperations });

async function newApi() {
  const { body } = await call("POST", "/restapis", { name: "contract" });
  return { api: `/restapis/${body.id}`, apiId: String(body.id), root: String(body.rootResourceId) };
}

async function newMethod() {
  const { api, apiId, root } = await newApi();
  const { body: resource } = await call("POST", `${api}/resources/${root}`, { pathPart: "pets" });
  const method = `${api}/resources/${resource.id}/methods/POST`;
  await call("PUT", method, { authorizationType: "NONE", apiKeyRequired: false });
  return { api, apiId, method, resourceId: resource.id };
}

async function newStage() {
  const { api, apiId, method } = await newMethod();
  await call("PUT", `${method}/integration`, { type: "MOCK" });
  const { body: deployment } = await call("POST", `${api}/deployments`, { description: "" });
  const { status } = await call("POST", `${api}/stages`, { stageName: "prod", deploymentId: deployment.id });
  expect(status).toBe(201);
  return { api, apiId, deploymentId: deployment.id, stage: `${api}/stages/prod` };
}

const apiComputed = ["id", "createdDate", "rootResourceId"];

test("aws_api_gateway_rest_api: absent is not empty, defaults are there", async () => {
  const { body } = await call("POST", "/restapis", { name: "plain" });

  const api = await read(`/restapis/${body.id}`, ...apiComputed);

  expect(api).toEqual({
    name: "plain",
    apiKeySource: "HEADER",
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
  });
  expect(Number.isInteger(body.createdDate)).toBe(true);
  await gone(`/restapis/${body.id}`, 202);
});

test("aws_api_gateway_rest_api: every member is read as it was configured, set back, and unset", async () => {
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"a\\\\b"}]}';
  const configured = {
    name: "full",
    description: "d",
    apiKeySource: "AUTHORIZER",
    binaryMediaTypes: ["b/b", "a/a"],
    minimumCompressionSize: 0,
  };
  const { body } = await call("POST", "/restapis", { ...configured, policy, tags: { a: "1" } });
  const path = `/restapis/${body.id}`;
  const escaped = JSON.stringify(policy).slice(1, -1);
  expect(await read(path, ...apiComputed, "endpointConfiguration")).toEqual({
    ...configured,
    policy: escaped,
    tags: { a: "1" },
    disableExecuteApiEndpoint: false,
  });
  expect(JSON.parse(`"${(await call("GET", path)).body.policy}"`)).toBe(policy);

  await patch(
    path,
    replace("/apiKeySource", "HEADER"),
    remove("/binaryMediaTypes/b~1b"),
    remove("/binaryMediaTypes/a~1a"),
    add("/binaryMediaTypes/c~1c~0d"),
    replace("/description", ""),
    replace("/disableExecuteApiEndpoint", "true"),
    replace("/endpointConfiguration/types/0", "REGIONAL"),
    replace("/endpointConfiguration/ipAddressType", "dualstack"),
    replace("/minimumCompressionSize", null),
    replace("/name", "renamed"),
    replace("/policy", ""),
  );

  expect(await read(path, ...apiComputed)).toEqual({
    name: "renamed",
    apiKeySource: "HEADER",
    binaryMediaTypes: ["c/c~d"],
    disableExecuteApiEndpoint: true,
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
    tags: { a: "1" },
  });
});

test("tags: sent with the creation, later by ARN only", async () => {
  const { stage, apiId } = await newStage();
  const arn = `/tags/${encodeURIComponent(`arn:aws:apigateway:us-east-1::/restapis/${apiId}/stages/prod`)}`;

  await call("PUT", arn, { tags: { a: "1", b: "2" } });
  await call("DELETE", `${arn}?tagKeys=a`);

  expect((await call("GET", stage)).body.tags).toEqual({ b: "2" });
  await call("DELETE", `${arn}?tagKeys=b`);
  expect((await call("GET", stage)).body.tags).toBeUndefined();
  expect(await call("GET", `/tags/${encodeURIComponent("arn:aws:apigateway:us-east-1::/restapis/nothing")}`)).toMatchObject({
    status: 404,
  });
});

test("aws_api_gateway_resource: renamed and moved with what is below it", async () => {
  const { api, root } = await newApi();
  const { body: a } = await call("POST", `${api}/resources/${root}`, { pathPart: "a" });
  const { body: b } = await call("POST", `${api}/resources/${a.id}`, { pathPart: "{id+}" });
  expect(await read(`${api}/resources/${b.id}`)).toEqual({ id: b.id, parentId: a.id, pathPart: "{id+}", path: "/a/{id+}" });

  await patch(`${api}/resources/${a.id}`, replace("/pathPart", "z"));
  expect((await call("GET", `${api}/resources/${b.id}`)).body.path).toBe("/z/{id+}");
  await patch(`${api}/resources/${b.id}`, replace("/parentId", root));

  expect(await read(`${api}/resources/${b.id}`)).toEqual({ id: b.id, parentId: root, pathPart: "{id+}", path: "/{id+}" });
  await gone(`${api}/resources/${b.id}`, 202);
});

test("aws_api_gateway_method", async () => {
  const { api, method } = await newMethod();
  expect(await read(method)).toEqual({ httpMethod: "POST", authorizationType: "NONE", apiKeyRequired: false });
  const { body: validator } = await call("POST", `${api}/requestvalidators`, { name: "v" });

  await patch(
    method,
    add("/requestModels/application~1json", "Empty"),
    add("/requestParameters/method.request.header.X", "true"),
    replace("/authorizationType", "AWS_IAM"),
    replace("/apiKeyRequired", "true"),
    replace("/requestValidatorId", String(validator.id)),
    replace("/operationName", "op"),
  );
  const full = {
    httpMethod: "POST",
    authorizationType: "AWS_IAM",
    apiKeyRequired: true,
    requestValidatorId: validator.id,
    operationName: "op",
  };
  const maps = { requestModels: { "application/json": "Empty" }, requestParameters: { "method.request.header.X": true } };
  expect(await read(method)).toEqual({ ...full, ...maps });
  expect((await patch(method)).body).toEqual({ ...full, ...maps });

  await patch(
    method,
    remove("/requestModels/application~1json"),
    remove("/requestParameters/method.request.header.X"),
    replace("/authorizationType", "NONE"),
    replace("/authorizerId", ""),
    replace("/apiKeyRequired", "false"),
    replace("/requestValidatorId", null),
    replace("/operationName", null),
  );

  expect(await read(method)).toEqual({ httpMethod: "POST", authorizationType: "NONE", apiKeyRequired: false });
  await gone(method, 204);
});

test("aws_api_gateway_integration", async () => {
  const { method, resourceId } = await newMethod();
  const path = `${method}/integration`;
  const sent = { type: "HTTP", uri: "https://a.example/x", timeoutInMillis: 5_000, requestTemplates: { "a/b": "t" } };
  await call("PUT", path, { ...sent, httpMethod: "PUT" });
  const defaults = { cacheNamespace: resourceId, cacheKeyParameters: [], passthroughBehavior: "WHEN_NO_MATCH", connectionType: "INTERNET" };
  expect(await read(path)).toEqual({ ...sent, ...defaults, httpMethod: "PUT" });

  await patch(
    path,
    replace("/requestTemplates/a~1b", "u"),
    add("/requestParameters/integration.request.header.X", "'1'"),
    add("/cacheKeyParameters/method.request.querystring.q", ""),
    replace("/uri", "https://b.example/"),
    replace("/contentHandling", "CONVERT_TO_TEXT"),
    replace("/timeoutInMillis", "29000"),
    replace("/tlsConfig/insecureSkipVerification", "true"),
  );
  const changed = { ...defaults, type: "HTTP", httpMethod: "PUT", uri: "https://b.example/", timeoutInMillis: 29_000 };
  expect(await read(path)).toEqual({
    ...changed,
    requestTemplates: { "a/b": "u" },
    requestParameters: { "integration.request.header.X": "'1'" },
    cacheKeyParameters: ["method.request.querystring.q"],
    contentHandling: "CONVERT_TO_TEXT",
    tlsConfig: { insecureSkipVerification: true },
  });

  await patch(
    path,
    remove("/requestTemplates/a~1b"),
    remove("/requestParameters/integration.request.header.X"),
    remove("/cacheKeyParameters/method.request.querystring.q", ""),
    replace("/contentHandling", ""),
    replace("/tlsConfig/insecureSkipVerification", "false"),
  );

  expect(await read(path)).toEqual({ ...changed, tlsConfig: { insecureSkipVerification: false } });
  await gone(path, 204);
  expect((await call("GET", method)).status).toBe(200);
});

test("aws_api_gateway_method_response and _integration_response", async () => {
  const { method } = await newMethod();
  const [response, mapped] = [`${method}/responses/200`, `${method}/integration/responses/200`];
  expect(await call("PUT", mapped, {})).toMatchObject({ status: 404, body: { message: "No integration defined for method" } });
  await call("PUT", `${method}/integration`, { type: "MOCK" });
  const header = "method.response.header.X";
  const parameters = { [header]: "'1'" };
  expect((await call("PUT", mapped, { responseParameters: parameters })).body.message).toContain("Invalid mapping expression specified");
  await call("PUT", response, { responseModels: { "a/b": "Empty" }, responseParameters: { [header]: false } });
  expect(await read(response)).toEqual({ statusCode: "200", responseModels: { "a/b": "Empty" }, responseParameters: { [header]: false } });

  await call("PUT", mapped, { selectionPattern: "x", responseTemplates: { "a/b": "t" }, responseParameters: parameters });
  await call("PUT", mapped, { responseTemplates: { "c/d": "" }, contentHandling: "CONVERT_TO_TEXT" });
  expect(await read(mapped)).toEqual({ statusCode: "200", responseTemplates: { "c/d": null }, contentHandling: "CONVERT_TO_TEXT" });

  await patch(response, remove("/responseModels/a~1b"), replace(`/responseParameters/${header}`, "true"));
  expect(await read(response)).toEqual({ statusCode: "200", responseParameters: { [header]: true } });
  await gone(mapped, 204);
  await gone(response, 204);
  await call("DELETE", method);
  expect(await call("DELETE", response)).toMatchObject({ status: 404, code: "NotFoundException" });
});

test("aws_api_gateway_model, _request_validator and _authorizer", async () => {
  const { api } = await newApi();
  const schema = '{"type":"object"}';
  const { body: model } = await call("POST", `${api}/models`, { name: "Pet", contentType: "application/json", schema, description: "d" });
  await patch(`${api}/models/Pet`, replace("/description", ""), replace("/schema", '{"type":"array"}'));
  expect(await read(`${api}/models/Pet`)).toEqual({
    id: model.id,
    name: "Pet",
    contentType: "application/json",
    schema: '{"type":"array"}',
  });
  await gone(`${api}/models/Pet`, 202);

  const { body: validator } = await call("POST", `${api}/requestvalidators`, { name: "v", validateRequestBody: true });
  const validatorPath = `${api}/requestvalidators/${validator.id}`;
  await patch(
    validatorPath,
    replace("/name", "w"),
    replace("/validateRequestBody", "false"),
    replace("/validateRequestParameters", "true"),
  );
  expect(await read(validatorPath, "id")).toEqual({ name: "w", validateRequestBody: false, validateRequestParameters: true });
  await gone(validatorPath, 202);

  const authorizerUri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations";
  const token = { name: "a", type: "TOKEN", authorizerUri, identitySource: "method.request.header.A" };
  const { body: authorizer } = await call("POST", `${api}/authorizers`, { ...token, authorizerResultTtlInSeconds: 0 });
  const authorizerPath = `${api}/authorizers/${authorizer.id}`;
  expect(await read(authorizerPath, "id")).toEqual({ ...token, authType: "custom", authorizerResultTtlInSeconds: 0 });
  await patch(authorizerPath, replace("/identityValidationExpression", "^x"), replace("/authorizerResultTtlInSeconds", "300"));
  await patch(authorizerPath, replace("/identityValidationExpression", ""), replace("/name", "b"));
  expect(await read(authorizerPath, "id")).toEqual({ ...token, name: "b", authType: "custom", authorizerResultTtlInSeconds: 300 });
  await gone(authorizerPath, 202);
});

test("aws_api_gateway_gateway_response: put replaces it whole, delete brings the default back", async () => {
  const { api } = await newApi();
  const path = `${api}/gatewayresponses/UNAUTHORIZED`;
  await call("PUT", path, {
    statusCode: "401",
    responseTemplates: { "a/b": "t" },
    responseParameters: { "gatewayresponse.header.X": "'1'" },
  });
  await call("PUT", path, { statusCode: "400", responseTemplates: { "c/d": "u" } });

  const changed = await read(path);
  const deleted = await call("DELETE", path);

  expect(changed).toEqual({
    responseType: "UNAUTHORIZED",
    statusCode: "400",
    responseTemplates: { "c/d": "u" },
    responseParameters: {},
    defaultResponse: false,
  });
  expect(deleted.status).toBe(202);
  expect(await read(path)).toMatchObject({ statusCode: "401", defaultResponse: true });
});

test("aws_api_gateway_deployment", async () => {
  const { api, stage, deploymentId } = await newStage();
  const path = `${api}/deployments/${deploymentId}`;
  expect(await read(path, "createdDate")).toEqual({ id: deploymentId });
  await patch(path, replace("/description", "second"));
  expect(await read(path, "createdDate")).toEqual({ id: deploymentId, description: "second" });
  expect(await call("DELETE", path)).toMatchObject({
    status: 400,
    code: "BadRequestException",
    body: { message: "Active stages pointing to this deployment must be moved or deleted" },
  });

  await gone(stage, 202);
  await gone(path, 202);
});

const stageComputed = ["createdDate", "lastUpdatedDate"];

test("aws_api_gateway_stage", async () => {
  const { api, stage, deploymentId } = await newStage();
  const plain = { stageName: "prod", deploymentId, cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE", tracingEnabled: false };
  expect(await read(stage, ...stageComputed)).toEqual({ ...plain, methodSettings: {} });
  const { body: next } = await call("POST", `${api}/deployments`, {});

  await patch(
    stage,
    replace("/description", "d"),
    replace("/tracingEnabled", "true"),
    replace("/variables/host", "a.example"),
    replace("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:1:log-group:x"),
    replace("/accessLogSettings/format", "$context.requestId"),
    replace("/canarySettings/deploymentId", String(next.id)),
    replace("/canarySettings/percentTraffic", "33.330000"),
    replace("/canarySettings/stageVariableOverrides/host", "b.example"),
  );
  expect(await read(stage, ...stageComputed)).toEqual({
    ...plain,
    methodSettings: {},
    description: "d",
    tracingEnabled: true,
    variables: { host: "a.example" },
    accessLogSettings: { destinationArn: "arn:aws:logs:us-east-1:1:log-group:x", format: "$context.requestId" },
    canarySettings: { deploymentId: next.id, percentTraffic: 33.33, useStageCache: false, stageVariableOverrides: { host: "b.example" } },
  });

  await patch(
    stage,
    replace("/description", ""),
    replace("/tracingEnabled", "false"),
    remove("/variables/host"),
    remove("/accessLogSettings"),
    remove("/canarySettings"),
    replace("/deploymentId", String(next.id)),
  );

  expect(await read(stage, ...stageComputed)).toEqual({ ...plain, deploymentId: next.id, methodSettings: {} });
  await gone(stage, 202);
});

test("aws_api_gateway_method_settings", async () => {
  const { stage } = await newStage();
  const settings = async () => (await call("GET", stage)).body.methodSettings;
  const defaults = {
    metricsEnabled: false,
    dataTraceEnabled: false,
    throttlingBurstLimit: 5_000,
    throttlingRateLimit: 10_000,
    cachingEnabled: undefined,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
  };

  await patch(stage, replace("/pets~1x/GET/throttling/rateLimit", "-1.000000"), replace("/pets~1x/GET/throttling/burstLimit", "-1"));
  await patch(stage, replace("/*/*/logging/loglevel", "ERROR"), replace("/*/*/metrics/enabled", "true"));

  const { cachingEnabled: _, ...shown } = defaults;
  expect(await settings()).toEqual({
    "pets~1x/GET": { ...shown, throttlingRateLimit: -1, throttlingBurstLimit: -1 },
    "*/*": { ...shown, loggingLevel: "ERROR", metricsEnabled: true },
  });
  expect((await patch(stage, remove("/pets~1x/GET"))).status).toBe(200);
  expect(Object.keys((await settings()) ?? {})).toEqual(["*/*"]);
  expect((await patch(stage, remove("/pets~1x/GET"))).body.message).toContain("no method setting for this method");
});

test("aws_api_gateway_usage_plan, _api_key and _usage_plan_key", async () => {
  const { apiId, stage } = await newStage();
  const throttle = { "/pets/GET": { rateLimit: 5, burstLimit: 7 } };
  const configured = {
    name: "plan",
    apiStages: [{ apiId, stage: "prod", throttle }],
    quota: { limit: 9, period: "DAY" },
    throttle: { rateLimit: 1.5, burstLimit: 2 },
  };
  const { body: plan } = await call("POST", "/usageplans", configured);
  const planPath = `/usageplans/${plan.id}`;
  expect(await read(planPath, "id")).toEqual({ ...configured, quota: { limit: 9, offset: 0, period: "DAY" } });
  expect((await call("DELETE", stage)).status).toBe(400);

  await patch(planPath, add("/productCode", "code"), remove("/apiStages", `${apiId}:prod`), add("/apiStages", `${apiId}:prod`));
  await patch(
    planPath,
    replace(`/apiStages/${apiId}:prod/throttle//pets/GET/rateLimit`, "3.500000"),
    remove("/throttle"),
    remove("/quota"),
  );
  expect(await read(planPath, "id")).toEqual({
    name: "plan",
    productCode: "code",
    apiStages: [{ apiId, stage: "prod", throttle: { "/pets/GET": { rateLimit: 3.5 } } }],
  });

  const { body: key } = await call("POST", "/apikeys", { name: "key", enabled: true, description: "d" });
  const keyPath = `/apikeys/${key.id}`;
  await patch(keyPath, replace("/enabled", "false"), replace("/description", ""), replace("/customerId", "c"));
  const dates = ["createdDate", "lastUpdatedDate"];
  expect(await read(`${keyPath}?includeValue=true`, ...dates)).toEqual({
    id: key.id,
    name: "key",
    enabled: false,
    customerId: "c",
    stageKeys: [],
    value: key.value,
  });

  await call("POST", `${planPath}/keys`, { keyId: key.id, keyType: "API_KEY" });
  expect(await read(`${planPath}/keys/${key.id}`)).toEqual({ id: key.id, name: "key", type: "API_KEY", value: key.value });
  await gone(`${planPath}/keys/${key.id}`, 202);
  await gone(keyPath, 202);
  await patch(planPath, remove("/apiStages", `${apiId}:prod`));
  await gone(planPath, 202);
});

test("aws_api_gateway_vpc_link and _account", async () => {
  const targetArns = ["arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/x/y"];
  const { body: link } = await call("POST", "/vpclinks", { name: "link", targetArns, tags: { a: "1" } });
  const path = `/vpclinks/${link.id}`;
  await patch(path, replace("/name", "renamed"), replace("/description", "d"));
  const changed = { id: link.id, name: "renamed", description: "d", targetArns, status: "AVAILABLE", tags: { a: "1" } };
  expect(await read(path)).toEqual(changed);
  await gone(path, 202);

  const role = "arn:aws:iam::000000000000:role/logs";
  await patch("/account", replace("/cloudwatchRoleArn", role));
  expect(await read("/account", "throttleSettings", "apiKeyVersion", "features")).toEqual({ cloudwatchRoleArn: role });
  await patch("/account", replace("/cloudwatchRoleArn", ""));
  expect((await call("GET", "/account")).body.cloudwatchRoleArn).toBeUndefined();
});

test("aws_api_gateway_documentation_part and _version", async () => {
  const { api } = await newApi();
  const location = { type: "METHOD", path: "/pets", method: "GET" };
  const { body: part } = await call("POST", `${api}/documentation/parts`, { location, properties: '{"a":1}' });
  const path = `${api}/documentation/parts/${part.id}`;
  await patch(path, replace("/properties", '{"a":2}'));
  expect(await read(path)).toEqual({ id: part.id, location, properties: '{"a":2}' });

  const version = `${api}/documentation/versions/1`;
  await call("POST", `${api}/documentation/versions`, { documentationVersion: "1", description: "d" });
  await patch(version, replace("/description", "e"));
  expect(await read(version, "createdDate")).toEqual({ version: "1", description: "e" });
  await gone(version, 202);
  expect((await call("DELETE", path)).status).toBe(202);
  expect((await call("GET", path)).status).toBe(404);
});

test("aws_api_gateway_domain_name and _base_path_mapping", async () => {
  const { apiId } = await newStage();
  const domainName = "contract-v1.example.com";
  const regionalCertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/1";
  const endpointConfiguration = { types: ["REGIONAL"] };
  await call("POST", "/domainnames", { domainName, regionalCertificateArn, endpointConfiguration, securityPolicy: "TLS_1_2" });
  const path = `/domainnames/${domainName}`;
  const computed = ["regionalDomainName", "regionalHostedZoneId", "certificateUploadDate", "domainNameArn", "routingMode"];
  const plain = { domainName, domainNameStatus: "AVAILABLE", endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" } };
  expect(await read(path, ...computed)).toEqual({ ...plain, regionalCertificateArn, securityPolicy: "TLS_1_2" });

  await patch(path, replace("/regionalCertificateArn", `${regionalCertificateArn}2`), replace("/securityPolicy", "TLS_1_0"));
  expect(await read(path, ...computed)).toEqual({
    ...plain,
    regionalCertificateArn: `${regionalCertificateArn}2`,
    securityPolicy: "TLS_1_0",
  });

  await call("POST", `${path}/basepathmappings`, { restApiId: apiId, basePath: "", stage: "" });
  const root = `${path}/basepathmappings/${encodeURIComponent("(none)")}`;
  expect(await read(root)).toEqual({ basePath: "(none)", restApiId: apiId });
  await patch(root, replace("/stage", "prod"), replace("/restapiId", apiId), replace("/basePath", "v1"));
  expect(await read(`${path}/basepathmappings/v1`)).toEqual({ basePath: "v1", restApiId: apiId, stage: "prod" });
  await patch(`${path}/basepathmappings/v1`, replace("/basePath", ""));
  expect(await read(root)).toEqual({ basePath: "(none)", restApiId: apiId, stage: "prod" });
  await gone(root, 202);
  await gone(path, 202);
});

test("aws_api_gateway_client_certificate", async () => {
  const { body: certificate } = await call("POST", "/clientcertificates", { description: "d", tags: { a: "1" } });
  const path = `/clientcertificates/${certificate.clientCertificateId}`;
  const computed = ["pemEncodedCertificate", "createdDate", "expirationDate"];
  const { clientCertificateId } = certificate;
  expect(await read(path, ...computed)).toEqual({ clientCertificateId, description: "d", tags: { a: "1" } });

  await patch(path, replace("/description", ""));

  expect(await read(path, ...computed)).toEqual({ clientCertificateId, tags: { a: "1" } });
  await gone(path, 202);
});

test("ten creations at once on one API all succeed and are read at once on other connections", async () => {
  const { api, root } = await newApi();

  const paths = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const { body } = await call("POST", `${api}/resources/${root}`, { pathPart: `p${index}` });
      return (await call("GET", `${api}/resources/${body.id}`)).body.path;
    }),
  );

  expect(paths).toEqual(Array.from({ length: 10 }, (_, index) => `/p${index}`));
});

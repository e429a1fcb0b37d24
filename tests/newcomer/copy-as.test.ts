import { execFile, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CopySubject } from "@/lib/definition/copy-subject.ts";
import { createApiKey } from "@/lib/services/api-keys.ts";
import { generateClientCertificate, getClientCertificates } from "@/lib/services/client-certificates.ts";
import { copyAs } from "@/lib/services/copy-as/copy-as.ts";
import { getApiDefinition } from "@/lib/services/definitions.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createDocumentationPart, deleteDocumentationPart, getDocumentationParts } from "@/lib/services/documentation-parts.ts";
import { getDomainDetail, saveDomainMapping, setDomainCertificate } from "@/lib/services/domain-detail.ts";
import { createDomainName, deleteDomainName, getDomainName } from "@/lib/services/domain-names.ts";
import { getDefinition } from "@/lib/services/draft-state.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { getExport } from "@/lib/services/get-export.ts";
import { importRestApi, putRestApi } from "@/lib/services/import-rest-api.ts";
import { deleteMethod } from "@/lib/services/methods.ts";
import { getStage, updateStage } from "@/lib/services/stages.ts";
import { updateV2Api } from "@/lib/services/v2/apis.ts";
import { createV2Authorizer } from "@/lib/services/v2/authorizers.ts";
import { createV2Deployment } from "@/lib/services/v2/deployments.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { exportV2Api } from "@/lib/services/v2/export-api.ts";
import { getV2Definition } from "@/lib/services/v2/get-definition.ts";
import { createV2Integration, createV2IntegrationResponse, updateV2Integration } from "@/lib/services/v2/integrations.ts";
import { createV2Model } from "@/lib/services/v2/models.ts";
import { createRoute, createRouteResponse, deleteRoute, updateRoute } from "@/lib/services/v2/routes.ts";
import { createRoutingRule } from "@/lib/services/v2/routing-rules.ts";
import { createV2VpcLink, getV2VpcLinks } from "@/lib/services/v2/vpc-links.ts";
import { createVpcLink, getVpcLinks } from "@/lib/services/vpc-links.ts";
import { handleAws } from "@/lib/wire/door.ts";
import { prepareDatabase } from "../services/test-scope.ts";
import { testRuntime } from "../wire/aws-client.ts";
import { requireAwsCli, requireHclReader } from "./aws-cli.ts";

const { scope } = prepareDatabase();
const run = promisify(execFile);
const installMs = 180_000;
/** A program of Python starts for each command. */
const scriptMs = 480_000;
let server: Server;
let programs: string;
let python: string;

beforeAll(async () => {
  programs = dirname(await requireAwsCli());
  python = await requireHclReader();
  const runtime = await testRuntime(scope().db);
  server = createServer(async (incoming, outgoing) => {
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const init = { method: incoming.method ?? "GET", headers: incoming.headers as Record<string, string>, duplex: "half" };
    const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream } : {};
    const answer = await handleAws(runtime, new Request(`http://${incoming.headers.host}${incoming.url}`, { ...init, ...body }));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
}, installMs);
afterAll(() => new Promise<void>((done) => server.close(() => done())));

/** Runs copied commands as a person pastes them, and gives what a last line prints. */
async function paste(commands: string, print: string, more: Record<string, string> = {}): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env.PATH}`,
    HOME: dirname(programs),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}/aws`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_PAGER: "",
    ...more,
  };
  const { stdout } = await run("sh", ["-eu", "-c", `(\n${commands}\nprintf '%s' "${print}" >&3\n) 3>&1 >/dev/null`], {
    env,
    maxBuffer: 16_777_216,
  });
  return stdout;
}

const copied = (subject: CopySubject) => copyAs(scope(), subject);

async function exportOf(restApiId: string): Promise<string> {
  await createDeployment(scope(), { restApiId, stageName: "copied" });
  const { body } = await getExport(scope(), {
    restApiId,
    stageName: "copied",
    exportType: "oas30",
    parameters: { extensions: "apigateway" },
  });
  return body.replaceAll(restApiId, "API");
}

async function readHcl(text: string): Promise<{ resource: Record<string, object>[] }> {
  const reader = spawn(python, ["-c", "import hcl2, json, sys; json.dump(hcl2.load(sys.stdin), sys.stdout, default=str)"]);
  const parts: string[] = [];
  reader.stdout.on("data", (chunk) => parts.push(String(chunk)));
  reader.stderr.on("data", (chunk) => parts.push(String(chunk)));
  reader.stdin.end(text);
  const code = await new Promise((done) => reader.on("close", done));
  expect(code, `${parts.join("")}\n${text}`).toBe(0);
  return JSON.parse(parts.join(""));
}

const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200" } },
};

/** What the example has not: authorizers, gateway responses, binary types, texts that a shell and Terraform take for their own. */
const rich = {
  openapi: "3.0.1",
  info: { title: "It's rich", version: "2026-11-21", description: '- $HOME `pwd` "quoted" ${var.x} %{if} \\n' },
  "x-amazon-apigateway-binary-media-types": ["image/png", "*/*"],
  "x-amazon-apigateway-minimum-compression-size": 1_024,
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
  "x-amazon-apigateway-gateway-responses": {
    DEFAULT_4XX: {
      responseParameters: { "gatewayresponse.header.X": "'it'" },
      responseTemplates: { "application/json": '{"m": $context.error.messageString}' },
    },
  },
  "x-amazon-apigateway-documentation": {
    version: "1",
    documentationParts: [{ location: { type: "API" }, properties: { description: "All of it" } }],
  },
  paths: {
    "/": { get: { responses: { 200: { description: "200 response" } }, "x-amazon-apigateway-integration": mock } },
    "/a/{b}/{c+}": {
      "x-amazon-apigateway-any-method": {
        security: [{ checked: [] }],
        "x-amazon-apigateway-request-validator": "all",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } } },
        responses: { 200: { description: "200 response", headers: { Age: { schema: { type: "string" } } } } },
        "x-amazon-apigateway-integration": {
          type: "http",
          httpMethod: "POST",
          uri: "http://${stageVariables.host}/x",
          requestParameters: { "integration.request.path.b": "method.request.path.b" },
          requestTemplates: { "application/json": '#set($x = "it\'s")\n$input.body\n', "text/plain": "" },
          tlsConfig: { insecureSkipVerification: true },
          timeoutInMillis: 3_000,
          cacheKeyParameters: ["method.request.path.b"],
          responses: {
            default: { statusCode: "200", responseParameters: { "method.response.header.Age": "integration.response.header.Age" } },
          },
        },
      },
    },
  },
  components: {
    schemas: { Pet: { $ref: "#/components/schemas/Base" }, Base: { type: "object", description: "x" } },
    securitySchemes: {
      checked: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "token",
          authorizerUri:
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:check/invocations",
          identitySource: "method.request.header.Authorization",
          authorizerResultTtlInSeconds: 60,
        },
      },
    },
  },
};

async function makeRich(document: object = rich): Promise<string> {
  return (await importRestApi(scope(), { body: new TextEncoder().encode(JSON.stringify(document)) })).id;
}

test.each([
  { name: "the pet store", make: async () => (await createExampleApi(scope(), { demoPort: 8081 })).apiId },
  { name: "an API with everything", make: () => makeRich() },
])(
  "pasted commands make $name with an equal export; so does the document; its Terraform is read",
  { timeout: scriptMs },
  async ({ make }) => {
    const apiId = await make();

    const { awsCli, terraform, openApi = "" } = await copied({ kind: "api", apiId });
    const made = await paste(awsCli, "$REST_API_ID");
    const imported = await importRestApi(scope(), { body: new TextEncoder().encode(openApi) });

    expect(made).toMatch(/^[a-z0-9]{10}$/);
    expect(await exportOf(made)).toBe(await exportOf(apiId));
    expect(await exportOf(imported.id)).toBe(await exportOf(apiId));
    const { resources } = await getApiDefinition(scope(), apiId);
    const types = (await readHcl(terraform)).resource.map((block) => Object.keys(block)[0]?.replaceAll('"', ""));
    const count = (type: string) => types.filter((each) => each === `aws_api_gateway_${type}`).length;
    const methods = resources.flatMap(({ resourceMethods }) => Object.values(resourceMethods));
    expect([count("rest_api"), count("resource"), count("method"), count("integration")]).toEqual([
      1,
      resources.length - 1,
      methods.length,
      methods.length,
    ]);
  },
);

test("pasted commands of a difference make the one what the other is", { timeout: scriptMs }, async () => {
  const apiId = await makeRich();
  await createDeployment(scope(), { restApiId: apiId, stageName: "before" });
  const { paths, info, ...others } = rich;
  const { "x-amazon-apigateway-gateway-responses": _, ...kept } = others;
  const changed = {
    ...kept,
    info: { ...info, title: "Renamed", description: "plain" },
    "x-amazon-apigateway-binary-media-types": ["image/png"],
    "x-amazon-apigateway-request-validators": { all: { validateRequestBody: false, validateRequestParameters: true } },
    paths: { "/": { get: { ...paths["/"].get, operationId: "root" } }, "/new/{id}": { put: paths["/"].get }, "/a": {} },
    components: { ...rich.components, schemas: { Base: { type: "object", description: "y" }, More: { type: "string" } } },
  };
  const twin = await makeRich();
  await putRestApi(scope(), { restApiId: apiId, mode: "overwrite", body: new TextEncoder().encode(JSON.stringify(changed)) });
  const subject = { kind: "diff", apiId, from: { stageName: "before" }, to: { draft: true } } as const;

  const { awsCli, terraform } = await copied(subject);
  // The ids of the twin take the place of those that the commands name.
  const commands = await translated(awsCli, { from: apiId, stage: "before", to: twin });
  await paste(commands, "done");

  await createDeployment(scope(), { restApiId: apiId, stageName: "after" });
  expect(await exportOf(twin)).toBe(await exportOf(apiId));
  expect((await readHcl(terraform)).resource.length).toBeGreaterThan(3);
});

/** Commands about an API as commands about another one of the same content. */
async function translated(commands: string, { from, stage, to }: { from: string; stage: string; to: string }): Promise<string> {
  const [before, other] = [await getDefinition(scope(), from, { stageName: stage }), await getApiDefinition(scope(), to)];
  const pairs: [string, string][] = [
    [from, to],
    ...before.resources.map(({ id, path }): [string, string] => [id, other.resources.find((each) => each.path === path)?.id ?? ""]),
    ...before.requestValidators.map(({ id, name }): [string, string] => [
      id,
      other.requestValidators.find((each) => each.name === name)?.id ?? "",
    ]),
    ...before.authorizers.map(({ id, name }): [string, string] => [id, other.authorizers.find((each) => each.name === name)?.id ?? ""]),
  ];
  return pairs.reduce((text, [id, twin]) => text.replaceAll(id, twin), commands);
}

test("the commands of one method put it back where it was deleted", { timeout: scriptMs }, async () => {
  const { apiId, resourceId } = await createExampleApi(scope(), { demoPort: 8081 });
  const before = await getApiDefinition(scope(), apiId);
  const { awsCli, openApi = "" } = await copied({ kind: "method", apiId, resourceId, httpMethod: "GET" });
  await deleteMethod(scope(), { restApiId: apiId, resourceId, httpMethod: "GET" });

  await paste(awsCli, "done");

  expect(await getApiDefinition(scope(), apiId)).toEqual(before);
  expect(openApi).toContain("/pets:");
});

test("a stage is copied with its variables and its settings; keys without their value", { timeout: scriptMs }, async () => {
  const { apiId } = await createExampleApi(scope(), { demoPort: 8081 });
  const key = { restApiId: apiId, stageName: "prod" };
  await updateStage(scope(), key, (draft) => ({
    ...draft,
    variables: { host: "a-b.c:1/d?e=f&g" },
    tracingEnabled: true,
    methodSettings: { "pets/GET": { ...settings } },
  }));
  const apiKey = await createApiKey(scope(), { name: "caller", value: "a-secret-that-nobody-may-see", enabled: true });
  const { deploymentId: _, createdDate: __, lastUpdatedDate: ___, entityVersion: ____, ...before } = await getStage(scope(), key);
  const stage = await copied({ kind: "stage", ...key, apiId });
  const ofKey = await copied({ kind: "key", keyId: apiKey.id });

  await paste(stage.awsCli.replaceAll("--stage-name prod", "--stage-name again"), "done");
  const id = await paste(ofKey.awsCli, "$API_KEY_ID", { API_KEY_VALUE: "another-secret-of-its-own" });

  expect(await getStage(scope(), { ...key, stageName: "again" })).toMatchObject({ ...before, stageName: "again" });
  expect(id).not.toBe(apiKey.id);
  expect(JSON.stringify(ofKey)).not.toContain("nobody-may-see");
  expect((await readHcl(stage.terraform)).resource).toHaveLength(3);
  expect((await readHcl(ofKey.terraform)).resource).toHaveLength(1);
  await expect(paste(ofKey.awsCli, "$API_KEY_ID")).rejects.toThrow("set it to the value of the key");
});

const settings = {
  metricsEnabled: true,
  dataTraceEnabled: false,
  throttlingBurstLimit: 7,
  throttlingRateLimit: 5,
  cacheTtlInSeconds: 60,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

test("pasted commands make an equal HTTP API, and a WebSocket API of the same routes", { timeout: scriptMs }, async () => {
  const http = await createV2Example(scope(), { protocolType: "HTTP", demoPort: 8081 });
  const sockets = await createV2Example(scope(), { protocolType: "WEBSOCKET", demoPort: 8081 });
  const [ofHttp, ofSockets] = [await copied({ kind: "api", apiId: http.apiId }), await copied({ kind: "api", apiId: sockets.apiId })];

  const [httpId, socketsId] = [await paste(ofHttp.awsCli, "$API_ID"), await paste(ofSockets.awsCli, "$API_ID")];

  expect(await exportOfHttp(httpId)).toBe(await exportOfHttp(http.apiId));
  expect(await socketPicture(socketsId)).toEqual(await socketPicture(sockets.apiId));
  for (const { terraform } of [ofHttp, ofSockets]) expect((await readHcl(terraform)).resource.length).toBeGreaterThan(3);
});

async function exportOfHttp(apiId: string): Promise<string> {
  const { body } = await exportV2Api(scope(), { apiId, specification: "OAS30", outputType: "JSON" });
  return body.replaceAll(apiId, "API").replaceAll(/"version": "[^"]*"/g, "");
}

/** A WebSocket API with keys in place of ids. */
async function socketPicture(apiId: string) {
  const { settings, routes, integrations, models, authorizers } = await getV2Definition(scope(), apiId);
  const ofRoutes = routes.map(({ routeId: _, target = "", routeResponses = [], authorizerId, ...route }) => ({
    ...route,
    authorizer: authorizers.find((each) => each.authorizerId === authorizerId)?.name,
    routeResponses: routeResponses.map(({ routeResponseId: __, ...response }) => response),
    integration: integrations
      .filter(({ integrationId }) => target.endsWith(integrationId))
      .map(({ integrationId: __, integrationResponses = [], ...integration }) => ({
        ...integration,
        responses: integrationResponses.map(({ integrationResponseId: ___, ...response }) => response),
      })),
  }));
  const named = [
    ...models.map(({ modelId: _, ...model }) => model),
    ...authorizers.map(({ authorizerId: _, ...authorizer }) => authorizer),
  ];
  return { settings, routes: ofRoutes, named, integrations: integrations.length };
}

test("pasted commands of a difference make an HTTP API what it was, and back again", { timeout: scriptMs }, async () => {
  const { apiId } = await createV2Example(scope(), { protocolType: "HTTP", demoPort: 8081 });
  const { deploymentId: first } = await createV2Deployment(scope(), { apiId });
  const before = await exportOfHttp(apiId);
  const { routes, integrations } = await getV2Definition(scope(), apiId);
  const [gone, kept] = [routes[0], routes[1]];
  await deleteRoute(scope(), { apiId, routeId: gone?.routeId ?? "" });
  await updateV2Api(scope(), { apiId, description: "changed", corsConfiguration: { allowOrigins: ["https://a.example"] } });
  const authorizer = { name: "jwt", authorizerType: "JWT" as const, identitySource: ["$request.header.Authorization"] };
  const jwtConfiguration = { issuer: "https://i.example", audience: ["a"] };
  const { authorizerId } = await createV2Authorizer(scope(), { apiId, ...authorizer, jwtConfiguration });
  await updateRoute(scope(), {
    ...{ apiId, routeId: kept?.routeId ?? "", operationName: "kept" },
    ...{ authorizationType: "JWT" as const, authorizerId, authorizationScopes: ["read"] },
  });
  const backend = { integrationType: "HTTP_PROXY" as const, integrationMethod: "GET", integrationUri: "https://b.example/x" };
  const { integrationId } = await createV2Integration(scope(), { apiId, ...backend });
  await createRoute(scope(), { apiId, routeKey: "GET /new", target: `integrations/${integrationId}` });
  const [changed] = integrations;
  const requestParameters = { "append:header.x": "$context.stage" };
  await updateV2Integration(scope(), { apiId, integrationId: changed?.integrationId ?? "", timeoutInMillis: 900, requestParameters });
  const { deploymentId: second } = await createV2Deployment(scope(), { apiId });
  const after = await exportOfHttp(apiId);

  const back = await copied({ kind: "diff", apiId, from: { draft: true }, to: { deploymentId: first } });
  await paste(back.awsCli, "done");
  expect(await exportOfHttp(apiId)).toBe(before);
  const again = await copied({ kind: "diff", apiId, from: { draft: true }, to: { deploymentId: second } });
  await paste(again.awsCli, "done");

  expect(await exportOfHttp(apiId)).toBe(after);
  expect(after).not.toBe(before);
  expect(back.terraform).toContain("# Remove what makes route GET /new.");
  expect((await readHcl(again.terraform)).resource.length).toBeGreaterThan(3);
  expect(again.openApi).toContain("/new:");
  const single = await copied({
    kind: "authorizer",
    apiId,
    authorizerId: (await getV2Definition(scope(), apiId)).authorizers[0]?.authorizerId ?? "",
  });
  expect(single.openApi).toContain("https://i.example");
  expect((await readHcl(single.terraform)).resource).toHaveLength(1);
  expect(single.awsCli.match(/^AUTHORIZER_JWT=.*aws apigatewayv2 /gm)).toHaveLength(1);
});

test("pasted commands of a difference make a WebSocket API what it was, and back again", { timeout: scriptMs }, async () => {
  const { apiId } = await createV2Example(scope(), { protocolType: "WEBSOCKET", demoPort: 8081 });
  const { deploymentId: first } = await createV2Deployment(scope(), { apiId });
  const before = await socketPicture(apiId);
  const { routes } = await getV2Definition(scope(), apiId);
  await createV2Model(scope(), { apiId, name: "Ping", contentType: "application/json", schema: '{"type":"object"}' });
  const requestTemplates = { "200": '{"statusCode":200}' };
  const { integrationId } = await createV2Integration(scope(), {
    apiId,
    integrationType: "MOCK",
    requestTemplates,
    templateSelectionExpression: "200",
  });
  const integrationResponse = { integrationResponseKey: "$default", responseTemplates: { "200": '{"pong":1}' } };
  await createV2IntegrationResponse(scope(), { apiId, integrationId, ...integrationResponse });
  const { routeId } = await createRoute(scope(), {
    ...{ apiId, routeKey: "ping", target: `integrations/${integrationId}`, routeResponseSelectionExpression: "$default" },
    ...{ requestModels: { ping: "Ping" }, modelSelectionExpression: "$request.body.action" },
  });
  await createRouteResponse(scope(), { apiId, routeId, routeResponseKey: "$default" });
  await deleteRoute(scope(), { apiId, routeId: routes[0]?.routeId ?? "" });
  await updateV2Api(scope(), { apiId, routeSelectionExpression: "$request.body.kind" });
  const { deploymentId: second } = await createV2Deployment(scope(), { apiId });
  const after = await socketPicture(apiId);

  const back = await copied({ kind: "diff", apiId, from: { draft: true }, to: { deploymentId: first } });
  await paste(back.awsCli, "done");
  expect(await socketPicture(apiId)).toEqual(before);
  const again = await copied({ kind: "diff", apiId, from: { draft: true }, to: { deploymentId: second } });
  await paste(again.awsCli, "done");

  expect(await socketPicture(apiId)).toEqual(after);
  expect(after).not.toEqual(before);
  const model = await copied({ kind: "model", apiId, name: "Ping" });
  expect(model.awsCli).toContain("aws apigatewayv2 create-model");
  expect((await readHcl(model.terraform)).resource).toHaveLength(1);
  expect(model.openApi).toBeUndefined();
});

test("a domain with rules and mappings, links, a certificate and a documentation part are copied", { timeout: scriptMs }, async () => {
  const { apiId } = await createExampleApi(scope(), { demoPort: 8081 });
  const runtime = await testRuntime(scope().db);
  const key = { domainName: "copied.example.com" };
  const made = {
    ...key,
    endpointConfiguration: { types: ["REGIONAL"] },
    routingMode: "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
    tags: { a: "b" },
  };
  await createDomainName(scope(), runtime, made);
  await setDomainCertificate(scope(), runtime, key);
  await saveDomainMapping(scope(), key, { basePath: "pets/v1", apiId, stage: "prod" });
  await saveDomainMapping(scope(), key, { basePath: "", apiId, stage: "" });
  const matchHeaders = { anyOf: [{ header: "x-beta", valueGlob: "*" }] };
  const conditions = [{ matchHeaders }, { matchBasePaths: { anyOf: ["beta"] } }];
  const actions = [{ invokeApi: { apiId, stage: "prod", stripBasePath: true } }];
  await createRoutingRule(scope(), { ...key, priority: 7, conditions, actions });
  const before = await domainPicture(key);
  const ofDomain = await copied({ kind: "domain", ...key });
  const { row } = await getDomainDetail(scope(), key);
  const privateKey = runtime.sealer.open(row.privateKey ?? "", `domain:${row.id}`) ?? "";
  await deleteDomainName(scope(), key);

  await paste(ofDomain.awsCli, "done", { CERTIFICATE_PRIVATE_KEY: privateKey });

  expect(await domainPicture(key)).toEqual(before);
  expect(JSON.stringify(ofDomain)).not.toContain("PRIVATE KEY-----");
  expect((await readHcl(ofDomain.terraform)).resource).toHaveLength(4);

  const rest = await createVpcLink(scope(), { name: "rest", targetArns: ["10.0.0.5:80"], tags: { a: "b" } });
  const http = await createV2VpcLink(scope(), { name: "http", subnetIds: ["10.0.0.6:80"] });
  const certificate = await generateClientCertificate(scope(), runtime, { description: "for the backend" });
  const part = await createDocumentationPart(scope(), { restApiId: apiId, location: { type: "API" }, properties: '{"description":"All"}' });
  const texts = [
    await copied({ kind: "vpcLink", vpcLinkId: rest.id, of: "REST" }),
    await copied({ kind: "vpcLink", vpcLinkId: http.vpcLinkId, of: "HTTP" }),
    await copied({ kind: "clientCertificate", clientCertificateId: certificate.clientCertificateId }),
    await copied({ kind: "documentationPart", apiId, partId: part.id }),
  ];
  await deleteDocumentationPart(scope(), { restApiId: apiId, documentationPartId: part.id });

  for (const { awsCli } of texts) await paste(awsCli, "done");

  expect((await getVpcLinks(scope())).items.filter(({ name }) => name === "rest")).toHaveLength(2);
  expect((await getV2VpcLinks(scope(), {})).items.filter(({ name }) => name === "http")).toHaveLength(2);
  expect((await getClientCertificates(scope())).items.map(({ description }) => description)).toEqual([
    "for the backend",
    "for the backend",
  ]);
  const { items: parts } = await getDocumentationParts(scope(), { restApiId: apiId });
  expect(parts.map(({ location, properties }) => ({ location, properties }))).toEqual([
    { location: { type: "API" }, properties: '{"description":"All"}' },
  ]);
  expect(texts[3]?.openApi).toContain("documentationParts");
  for (const { terraform } of texts) expect((await readHcl(terraform)).resource).toHaveLength(1);
});

async function domainPicture(key: { domainName: string }) {
  const { row, mappings, rules } = await getDomainDetail(scope(), key);
  const { certificateUploadDate: _, ...settings } = row.settings;
  const { tags } = await getDomainName(scope(), key);
  return {
    ...{ settings, certificate: row.certificate, tags },
    mappings: mappings.map(({ apiMappingId: __, ...mapping }) => mapping),
    rules: rules.map(({ routingRuleId: ___, ...rule }) => rule),
  };
}

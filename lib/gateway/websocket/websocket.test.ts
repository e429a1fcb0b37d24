import { expect, test } from "vitest";
import type { Route, V2ApiDefinition, V2Integration, V2StageSettings } from "../../definition/v2-api.ts";
import { compileSelection } from "../../expressions/route-selection.ts";
import type { HttpCall, Ports } from "../ports.ts";
import { definitionOf, stageOf } from "../testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../testing/fake-ports.ts";
import { compileWebSocketApi } from "./compile-websocket.ts";
import { closeSocket, openSocket, receiveMessage, type SocketConnection } from "./serve-websocket.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:chat";
const functionUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

type RouteFixture = { route?: Partial<Route>; integration?: Partial<V2Integration>; answers?: boolean };

function apiOf(
  routes: Record<string, RouteFixture>,
  more: { settings?: Partial<V2StageSettings>; selection?: string; models?: V2ApiDefinition["models"] } = {},
) {
  const definition: V2ApiDefinition = {
    kind: "WEBSOCKET",
    apiId: "abcdefghij",
    settings: {
      name: "chat",
      protocolType: "WEBSOCKET",
      routeSelectionExpression: more.selection ?? "$request.body.action",
      apiKeySelectionExpression: "$request.header.x-api-key",
      disableExecuteApiEndpoint: false,
    },
    routes: Object.entries(routes).map(([routeKey, { route, answers }], index) => ({
      routeId: `r${index}`,
      routeKey,
      apiKeyRequired: false,
      authorizationType: "NONE" as const,
      target: `integrations/i${index}`,
      ...(answers && {
        routeResponseSelectionExpression: "$default",
        routeResponses: [{ routeResponseId: "x", routeResponseKey: "$default" }],
      }),
      ...route,
    })),
    integrations: Object.values(routes).map(({ integration }, index) => ({
      integrationId: `i${index}`,
      integrationType: "AWS_PROXY" as const,
      integrationUri: functionUri,
      connectionType: "INTERNET" as const,
      timeoutInMillis: 29_000,
      ...integration,
    })),
    authorizers: [
      {
        authorizerId: "a1",
        name: "who",
        authorizerType: "REQUEST",
        authorizerUri: functionUri,
        identitySource: ["route.request.querystring.Auth"],
      },
    ],
    models: more.models ?? [],
  };
  const settings = { autoDeploy: false, defaultRouteSettings: {}, routeSettings: {}, stageVariables: {}, ...more.settings };
  const stage = stageOf(definitionOf({}), { variables: { colour: "blue" } });
  return compileWebSocketApi(definition, stage, settings);
}

type Api = ReturnType<typeof apiOf>;

function backend(respond: (event: Record<string, never>) => unknown = () => ({ statusCode: 200 })) {
  const events: Record<string, never>[] = [];
  const calls: HttpCall[] = [];
  const ports: Ports = fakePorts((call) => {
    calls.push(call);
    const event = JSON.parse(String(call.body));
    events.push(event);
    const result = respond(event);
    if (result instanceof Error)
      return { headers: ["X-Amz-Function-Error", "Unhandled"], body: JSON.stringify({ errorMessage: result.message }) };
    return { body: JSON.stringify(result) };
  });
  return { ports, events, calls };
}

async function open(api: Api, ports: Ports, line = "GET /", headers: string[] = []): Promise<SocketConnection> {
  const opening = await openSocket({ api, ports }, fakeRequest(line, { headers }), "id=");
  if (opening.kind === "refused") throw new Error(`${opening.status} ${opening.body}`);
  return opening.connection;
}

const say = async (api: Api, ports: Ports, message: string | object, line?: string) => {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  const { reply } = await receiveMessage({ api, ports }, await open(api, ports, line), text);
  return reply?.toString();
};

test.each([
  ["$request.body.action", '{"action": "join"}', "join"],
  ["$request.body.a.b", '{"a": {"b": 7}}', "7"],
  ["${request.body.service}/${request.body.action}", '{"service": "chat", "action": "leave"}', "chat/leave"],
  ["${request.body.service}/${request.body.action}", '{"action": "leave"}', undefined],
  ["$request.body.action", "no json", undefined],
  ["\\$default", "anything", "$default"],
])("%s of %s selects %s", (expression, message, key) => {
  expect(compileSelection(expression)(message)).toBe(key);
});

test("a message that wears out the expression selects nothing", () => {
  const message = JSON.stringify({ a: [{ b: "x".repeat(20_000) }] });

  expect(compileSelection("$request.body.a[?(@.b =~ /(x+x+)+y/)]")(message)).toBeUndefined();
});

test("the events of a connection say what happened to it", async () => {
  const { ports, events, calls } = backend();
  const api = apiOf({ $connect: {}, $default: {}, $disconnect: {} });
  const connection = await open(api, ports, "GET /?room=1&room=2", ["X-Own", "yes"]);
  await receiveMessage({ api, ports }, connection, "not json");
  Reflect.set(connection.handshake, "caller", { isGone: true, onGone: () => undefined });
  await closeSocket({ api, ports }, connection, { code: 1000, reason: "bye" });
  expect(calls.at(-1)?.caller.isGone).toBe(false);

  expect(events[0]).toMatchObject({
    headers: { "X-Own": "yes" },
    queryStringParameters: { room: "2" },
    multiValueQueryStringParameters: { room: ["1", "2"] },
    stageVariables: { colour: "blue" },
    requestContext: {
      routeKey: "$connect",
      eventType: "CONNECT",
      connectionId: "id=",
      apiId: "abcdefghij",
      stage: "test",
      messageDirection: "IN",
    },
    isBase64Encoded: false,
  });
  expect(events[1]).toMatchObject({
    body: "not json",
    requestContext: { routeKey: "$default", eventType: "MESSAGE", messageId: "AAAAAAAAAAAAAAA=" },
  });
  expect(events[1]).not.toHaveProperty("headers");
  expect(events[2]).toMatchObject({ requestContext: { eventType: "DISCONNECT", disconnectStatusCode: 1000, disconnectReason: "bye" } });
});

test("messages go to the route of their key, else to the default one, and answers go back over two-way routes only", async () => {
  const { ports } = backend((event) => ({ statusCode: 200, body: Reflect.get(Reflect.get(event, "requestContext"), "routeKey") }));
  const api = apiOf({ join: { answers: true }, quiet: {}, $default: { answers: true }, $connect: {} });

  expect(await say(api, ports, { action: "join" })).toBe("join");
  expect(await say(api, ports, { action: "quiet" })).toBeUndefined();
  expect(await say(api, ports, { action: "none" })).toBe("$default");
  expect(await say(api, ports, { action: "$connect" })).toBe("$default");
});

test.each([
  ["no route", { join: {} }, { action: "none" }, "Forbidden"],
  ["a function that throws", { join: {} }, { action: "join" }, "Internal server error"],
  ["a route without an integration", { join: { route: { target: "integrations/none" } } }, { action: "join" }, "Internal server error"],
])("%s is told to the caller, with the ids", async (_name, routes, message, said) => {
  const { ports } = backend(() => new Error("broken"));

  expect(JSON.parse((await say(apiOf(routes), ports, message)) ?? "")).toEqual({
    message: said,
    connectionId: "id=",
    requestId: expect.stringMatching(/^0{8}-/),
  });
});

test.each([
  ["a status that is no success", () => ({ statusCode: 403, body: "no" }), 403, "no"],
  ["a function that throws", () => new Error("broken"), 500, '{"message":"Internal server error"}'],
  ["nonsense", () => 7, 500, '{"message":"Internal server error"}'],
])("a handshake whose function answers %s is refused", async (_name, respond, status, body) => {
  const { ports } = backend(respond);

  expect(await openSocket({ api: apiOf({ $connect: {} }), ports }, fakeRequest("GET /"), "id=")).toMatchObject({
    kind: "refused",
    status,
    body,
  });
});

test("the function chooses the subprotocol; an API without $connect lets everybody in", async () => {
  const { ports } = backend(() => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "mine" } }));

  expect(await openSocket({ api: apiOf({ $connect: {} }), ports }, fakeRequest("GET /"), "id=")).toMatchObject({
    kind: "open",
    protocol: "mine",
  });
  expect(await openSocket({ api: apiOf({ join: {} }), ports }, fakeRequest("GET /"), "id=")).toMatchObject({
    kind: "open",
    protocol: undefined,
  });
});

test("an authorizer is asked about the handshake, and what it says goes with every message", async () => {
  const policyOf = (Effect: string, Resource: string) => ({
    Version: "2012-10-17",
    Statement: [{ Effect, Action: "execute-api:Invoke", Resource }],
  });
  const { ports, events } = backend((event) => {
    if (Reflect.get(event, "type") !== "REQUEST") return { statusCode: 200, body: JSON.stringify(Reflect.get(event, "requestContext")) };
    const effect = Reflect.get(Reflect.get(event, "queryStringParameters"), "Auth") === "secret" ? "Allow" : "Deny";
    return { principalId: "me", context: { key: "value" }, policyDocument: policyOf(effect, Reflect.get(event, "methodArn")) };
  });
  const api = apiOf({ $connect: { route: { authorizationType: "CUSTOM", authorizerId: "a1" } }, who: { answers: true } });

  const reply = await say(api, ports, { action: "who" }, "GET /?Auth=secret");
  expect(JSON.parse(reply ?? "").authorizer).toMatchObject({ principalId: "me", key: "value" });
  expect(events[0]).toMatchObject({ type: "REQUEST", methodArn: "arn:aws:execute-api:us-east-1:000000000000:abcdefghij/test/$connect" });
  const before = events.length;
  const refusal = (line: string) => openSocket({ api, ports }, fakeRequest(line), "id=");
  expect(await refusal("GET /")).toMatchObject({ kind: "refused", status: 401, body: '{"message":"Unauthorized"}' });
  expect(events).toHaveLength(before);
  expect(await refusal("GET /?Auth=wrong")).toMatchObject({ kind: "refused", status: 403, body: '{"message":"Forbidden"}' });
});

test("keys and signatures are asked for on the handshake", async () => {
  const { ports, calls } = backend();
  const keyed = apiOf({ $connect: { route: { apiKeyRequired: true } } });
  const signed = apiOf({ $connect: { route: { authorizationType: "AWS_IAM" } } });

  expect(await openSocket({ api: keyed, ports }, fakeRequest("GET /"), "id=")).toMatchObject({
    status: 403,
    served: { facts: { refusal: { reason: "KEY_MISSING" } } },
  });
  expect(await openSocket({ api: signed, ports }, fakeRequest("GET /"), "id=")).toMatchObject({
    status: 403,
    served: { facts: { refusal: { reason: "SIGV4_MISSING" } } },
  });
  expect(calls).toEqual([]);
});

test("templates map the message to the backend and its answer to the caller", async () => {
  const { ports, events } = backend((event) => ({ got: Reflect.get(event, "n") }));
  const api = apiOf({
    ask: {
      answers: true,
      integration: {
        integrationType: "HTTP",
        integrationMethod: "POST",
        integrationUri: "http://backend.example/ask",
        templateSelectionExpression: "$request.body.form",
        requestTemplates: { short: `{"n": $input.json('$.value'), "id": "$context.connectionId"}`, $default: "{}" },
        integrationResponses: [
          {
            integrationResponseId: "x",
            integrationResponseKey: "$default",
            responseTemplates: { $default: `{"answer": $input.json('$.got')}` },
          },
          { integrationResponseId: "y", integrationResponseKey: "/5\\d{2}/", responseTemplates: { $default: '{"answer": "none"}' } },
        ],
      },
    },
    quick: {
      answers: true,
      integration: {
        integrationType: "MOCK",
        requestTemplates: { $default: '{"statusCode": 200}' },
        integrationResponses: [
          { integrationResponseId: "x", integrationResponseKey: "$default", responseTemplates: { $default: "$context.routeKey" } },
        ],
      },
    },
  });

  expect(await say(api, ports, { action: "ask", form: "short", value: 5 })).toBe('{"answer": 5}');
  expect(events[0]).toEqual({ n: 5, id: "id=" });
  expect(await say(api, ports, { action: "quick" })).toBe("quick");
});

test("messages are checked against the model of their route", async () => {
  const models = [{ modelId: "m", name: "Join", schema: '{"required": ["room"]}' }];
  const { ports, calls } = backend();
  const api = apiOf({ join: { route: { requestModels: { $default: "Join" } } } }, { models });

  expect(JSON.parse((await say(api, ports, { action: "join" })) ?? "")).toMatchObject({ message: "Bad request body" });
  expect(calls).toEqual([]);
  expect(await say(api, ports, { action: "join", room: 1 })).toBeUndefined();
});

test("the longest message may be many small values", async () => {
  const models = [{ modelId: "m", name: "Readings", schema: '{"properties":{"of":{"items":{"type":"integer"}}}}' }];
  const { ports } = backend();
  const api = apiOf({ join: { route: { requestModels: { $default: "Readings" } } } }, { models });

  expect(await say(api, ports, { action: "join", of: Array.from({ length: 60_000 }, () => 1) })).toBeUndefined();
});

test("a route's limit throttles its messages", async () => {
  const { ports } = backend();
  const taken: string[] = [];
  const limits: Ports["limits"] = { take: ({ key }) => taken.push(key) < 2, spend: () => true };
  const api = apiOf({ join: {} }, { settings: { routeSettings: { join: { throttlingRateLimit: 1, throttlingBurstLimit: 1 } } } });
  const sayJoin = () => say(api, { ...ports, limits }, { action: "join" });

  expect(await sayJoin()).toBeUndefined();
  expect(JSON.parse((await sayJoin()) ?? "")).toMatchObject({ message: "Too Many Requests" });
  expect(taken[0]).toBe("stage/abcdefghij/test/join");
});

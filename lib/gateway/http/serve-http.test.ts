import fc from "fast-check";
import { expect, test } from "vitest";
import { collectTrace } from "../collect-trace.ts";
import { findHeader } from "../message.ts";
import { type HttpCall, HttpFailure } from "../ports.ts";
import { fakePorts, fakeRequest } from "../testing/fake-ports.ts";
import { backendRoute, functionRoute, httpApi, httpDefinition, httpRelease } from "../testing/http-fixture.ts";
import { compileHttpApi } from "./compile-http.ts";
import { serveHttp } from "./serve-http.ts";

/** Ports that keep the calls they are given. */
function recording(answer: Parameters<typeof fakePorts>[0] = () => ({ body: "ok" })) {
  const calls: HttpCall[] = [];
  const ports = fakePorts((call) => {
    calls.push(call);
    return answer(call);
  });
  return { calls, ports };
}

const jsonHeaders = ["Content-Type", "application/json"];
const labelled = (label: string) => backendRoute(`http://${label}`);

test.each([
  ["GET /pets/dog/1", "static"],
  ["GET /pets/dog/2", "parameter"],
  ["GET /pets/cat/1", "greedy"],
  ["POST /pets/dog/1", "any"],
  ["GET /a/b/c", "full"],
  ["GET /", "default"],
])("%s is served by the %s route", async (line, label) => {
  const { calls, ports } = recording();
  const call = httpApi(
    httpDefinition({
      "GET /pets/dog/1": labelled("static"),
      "GET /pets/dog/{id}": labelled("parameter"),
      "GET /pets/{proxy+}": labelled("greedy"),
      "ANY /{proxy+}": labelled("any"),
      "GET /a/{x}/c": labelled("full"),
      "GET /a/b/{proxy+}": labelled("greedy-below"),
      $default: labelled("default"),
    }),
  );

  expect((await call(line, { ports })).status).toBe(200);
  expect(calls[0]?.origin).toBe(`http://${label}`);
});

test.each([
  { name: "no route", line: "GET /none", status: 404, body: '{"message":"Not Found"}', reason: "NO_ROUTE" },
  { name: "another verb", line: "POST /pets", status: 404, body: '{"message":"Not Found"}', reason: "NO_ROUTE" },
  {
    name: "no integration",
    line: "GET /open",
    status: 500,
    body: '{"message":"Internal Server Error"}',
    reason: "CONFIGURATION_INVALID",
  },
  {
    name: "an address that cannot be",
    line: "GET /broken",
    status: 500,
    body: '{"message":"Internal Server Error"}',
    reason: "CONFIGURATION_INVALID",
  },
])("$name is answered in the words of HTTP APIs", async ({ line, status, body, reason }) => {
  const call = httpApi(
    httpDefinition({
      "GET /pets": backendRoute("http://backend"),
      "GET /open": backendRoute("http://backend", {}, { target: "integrations/none" }),
      "GET /broken": backendRoute("nonsense"),
    }),
  );

  expect(await call(line)).toMatchObject({ status, body, reason, headers: { "content-type": "application/json" } });
});

test.each([
  ["timeout", "BACKEND_TIMEOUT"],
  ["refused", "BACKEND_REFUSED"],
  ["denied", "BACKEND_DENIED"],
] as const)("a backend that fails with %s is unavailable", async (kind, reason) => {
  const { ports } = recording(() => new HttpFailure(kind, "no"));

  const answer = await httpApi(httpDefinition({ $default: backendRoute("http://backend") }))("GET /", { ports });

  expect(answer).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}', reason });
});

test.each([
  { key: "$default", uri: "http://backend/base", line: "PUT /a%20b/c?x=1&x=2", path: "/base/a%20b/c?x=1&x=2" },
  { key: "GET /pets/{id}", uri: "http://backend/animals/{id}?fixed=1", line: "GET /pets/a%2Fb?x=1", path: "/animals/a%2Fb?fixed=1&x=1" },
  { key: "ANY /{proxy+}", uri: "http://backend/{proxy}", line: "GET /a/b/c", path: "/a/b/c" },
  { key: "GET /pets", uri: "http://backend/all", line: "GET /pets", path: "/all" },
  { key: "GET /pets", uri: "http://${stageVariables.host}/x", line: "GET /pets", path: "/x" },
])("$line to $key goes to $path", async ({ key, uri, line, path }) => {
  const { calls, ports } = recording();

  await httpApi(httpDefinition({ [key]: backendRoute(uri) }), { stageVariables: { host: "backend" } })(line, { ports });

  expect(calls[0]).toMatchObject({ origin: "http://backend", path, method: line.split(" ")[0] });
});

test("a backend learns who called from Forwarded, and nobody else can say so", async () => {
  const { calls, ports } = recording();
  const headers = ["Host", "x", "X-Forwarded-For", "6.6.6.6", "Forwarded", "for=6.6.6.6", "Connection", "close", "X-Own", "1"];

  await httpApi(httpDefinition({ $default: backendRoute("http://backend") }))("GET /", { ports, headers });

  const sent = calls[0]?.headers ?? [];
  expect(findHeader(sent, "forwarded")).toBe("for=127.0.0.1;host=abcdefghij.execute-api.us-east-1.localhost;proto=http");
  expect(["x-forwarded-for", "connection", "host"].map((name) => findHeader(sent, name))).toEqual([undefined, undefined, undefined]);
  expect(findHeader(sent, "x-own")).toBe("1");
});

test("answers pass without the headers of their connection, and under their own names", async () => {
  const answer = {
    status: 201,
    headers: ["Connection", "close", "Content-Length", "2", "Server", "s", "WWW-Authenticate", "Basic", "X-Own", "1"],
    body: "ok",
  };
  const { ports } = recording(() => answer);

  const { status, headers } = await httpApi(httpDefinition({ $default: backendRoute("http://backend") }))("GET /", { ports });

  expect([status, headers]).toEqual([201, { server: "s", "www-authenticate": "Basic", "x-own": "1" }]);
});

test("requests are mapped before they are sent", async () => {
  const { calls, ports } = recording();
  const requestParameters = {
    "append:header.x-appended": "$request.header.x-in",
    "overwrite:header.x-replaced": "new",
    "remove:header.x-removed": "''",
    "append:header.x-mixed": "${request.path.id}-${stageVariables.colour}",
    "append:header.x-body": "$request.body.pet.name",
    "append:header.x-context": "$context.routeKey",
    "append:header.x-none": "$request.header.none",
    "overwrite:header.authorization": "reserved",
    "overwrite:querystring.q": "$request.path",
    "append:querystring.more": "$request.querystring.old",
    "remove:querystring.old": "''",
    "overwrite:path": "/moved/${request.path.id}",
  };
  const call = httpApi(httpDefinition({ "POST /pets/{id}": backendRoute("http://backend/base", { requestParameters }) }), {
    stageVariables: { colour: "blue" },
  });
  const headers = [...jsonHeaders, "X-In", "in", "X-Appended", "first", "X-Replaced", "old", "X-Removed", "gone", "Authorization", "own"];

  await call("POST /pets/7?q=1&old=2&kept=a%20b", { ports, headers, body: '{"pet": {"name": "Tom"}}' });

  const sent = calls[0];
  const names = ["x-replaced", "x-removed", "x-mixed", "x-body", "x-context", "x-none", "authorization"];
  expect(sent?.path).toBe("/moved/7?kept=a%20b&q=%2Fpets%2F7&more=2");
  expect(sent?.headers.filter((_text, at, all) => all[at - 1]?.toLowerCase() === "x-appended")).toEqual(["first", "in"]);
  expect(names.map((name) => findHeader(sent?.headers ?? [], name))).toEqual([
    "new",
    undefined,
    "7-blue",
    "Tom",
    "POST /pets/{id}",
    undefined,
    "own",
  ]);
});

test("answers are mapped by their status", async () => {
  const responseParameters = {
    "404": {
      "overwrite:statuscode": "200",
      "append:header.x-code": "$response.body.code",
      "overwrite:header.x-from": "$response.header.server",
      "remove:header.server": "''",
    },
    "500": { "overwrite:statuscode": "nonsense" },
  };
  const call = httpApi(httpDefinition({ $default: backendRoute("http://backend", { responseParameters }) }));
  const answer = (status: number) => call("GET /", { ports: fakePorts(() => ({ status, headers: ["Server", "s"], body: '{"code": 7}' })) });

  expect(await answer(404)).toMatchObject({ status: 200, headers: { "x-code": "7", "x-from": "s" }, body: '{"code": 7}' });
  expect((await answer(404)).headers.server).toBeUndefined();
  expect(await answer(500)).toMatchObject({ status: 500, headers: { server: "s" } });
  expect(await answer(200)).toMatchObject({ status: 200, headers: { server: "s" } });
});

const links = { link: [{ host: "10.0.0.5", port: 8080, weight: 1 }] };

test("a listener behind a VPC link gets the whole path, and the name that its certificate is for", async () => {
  const { calls, ports } = recording();
  const integration = {
    connectionType: "VPC_LINK" as const,
    connectionId: "link",
    tlsConfig: { serverNameToVerify: "inside.example.com" },
  };
  const definition = httpDefinition({ $default: backendRoute("arn:aws:elasticloadbalancing:us-east-1:0:listener/app/a/1/2", integration) });

  await httpApi(definition, { stageName: "prod", vpcLinks: links })("GET /a?x=1", { ports });

  expect(calls[0]).toMatchObject({ origin: "https://10.0.0.5:8080", path: "/prod/a?x=1", servername: "inside.example.com" });
  expect(findHeader(calls[0]?.headers ?? [], "host")).toBe("inside.example.com");
});

test("a mapping decides under which name a backend behind a VPC link is called", async () => {
  const { calls, ports } = recording();
  const requestParameters = { "overwrite:header.Host": "shop.example.com", "overwrite:path": "$request.path" };
  const integration = { connectionType: "VPC_LINK" as const, connectionId: "link", requestParameters };
  const definition = httpDefinition({ $default: backendRoute("arn:aws:elasticloadbalancing:us-east-1:0:listener/app/a/1/2", integration) });

  await httpApi(definition, { stageName: "prod", vpcLinks: links })("GET /a", { ports });

  expect(calls[0]).toMatchObject({ origin: "http://10.0.0.5:8080", path: "/a" });
  expect(findHeader(calls[0]?.headers ?? [], "host")).toBe("shop.example.com");
});

test("a listener that the VPC link has no address for is unavailable", async () => {
  const integration = { connectionType: "VPC_LINK" as const, connectionId: "link" };
  const definition = httpDefinition({ $default: backendRoute("arn:aws:elasticloadbalancing:us-east-1:0:listener/app/a/1/2", integration) });

  expect(await httpApi(definition, { vpcLinks: { link: [] } })("GET /")).toMatchObject({ status: 503, reason: "BACKEND_UNRESOLVED" });
});

test("requests of a route have their own limit, else the one for all routes", async () => {
  const buckets: unknown[] = [];
  const ports = {
    ...fakePorts(() => ({ body: "ok" })),
    limits: { take: (bucket: unknown) => buckets.push(bucket) < 2, spend: () => true },
  };
  const definition = httpDefinition({ "GET /a": backendRoute("http://backend"), "GET /b": backendRoute("http://backend") });
  const call = httpApi(definition, {
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
    routeSettings: { "GET /a": { throttlingRateLimit: 0.5, throttlingBurstLimit: 2 } },
  });

  expect((await call("GET /a", { ports })).status).toBe(200);
  expect(await call("GET /b", { ports })).toMatchObject({
    status: 429,
    body: '{"message":"Too Many Requests"}',
    reason: "THROTTLED_METHOD",
  });
  expect(buckets).toEqual([
    { key: "stage/abcdefghij/$default/GET /a", ratePerSecond: 0.5, burst: 2 },
    { key: "stage/abcdefghij/$default/GET /b", ratePerSecond: 100, burst: 50 },
  ]);
});

const corsConfiguration = {
  allowOrigins: ["https://www.example.com", "http://*"],
  allowMethods: ["GET", "POST"],
  allowHeaders: ["x-own"],
  exposeHeaders: ["date"],
  allowCredentials: true,
  maxAge: 300,
};
const preflight = (origin: string) => ["Origin", origin, "Access-Control-Request-Method", "GET"];

test.each([
  { origin: "https://www.example.com", allowed: "https://www.example.com" },
  { origin: "http://any.example.com:8080", allowed: "http://any.example.com:8080" },
  { origin: "https://evil.example.com", allowed: undefined },
])("the gateway answers preflights: $origin is given $allowed", async ({ origin, allowed }) => {
  const { calls, ports } = recording();
  const call = httpApi(httpDefinition({ "GET /pets": backendRoute("http://backend") }, { settings: { corsConfiguration } }));

  const { status, headers, body } = await call("OPTIONS /pets", { ports, headers: preflight(origin) });

  expect([status, body, calls]).toEqual([204, "", []]);
  expect(headers["access-control-allow-origin"]).toBe(allowed);
  expect(headers["access-control-max-age"]).toBe(allowed && "300");
});

test("the configured CORS headers take the place of the integration's, on errors too", async () => {
  const ports = fakePorts(() => ({ headers: ["Access-Control-Allow-Origin", "https://backend", "Access-Control-Allow-Methods", "PUT"] }));
  const call = httpApi(httpDefinition({ "GET /pets": backendRoute("http://backend") }, { settings: { corsConfiguration } }));
  const headers = ["Origin", "https://www.example.com"];
  const configured = {
    "access-control-allow-origin": "https://www.example.com",
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "date",
    vary: "Origin",
  };

  expect((await call("GET /pets", { ports, headers })).headers).toEqual(configured);
  expect((await call("GET /none", { ports, headers })).headers).toEqual({ "content-type": "application/json", ...configured });
  expect((await call("GET /pets", { ports })).headers).toEqual({});
});

test("every origin may read what is open to all, and without a configuration the integration decides", async () => {
  const ports = fakePorts(() => ({ headers: ["Access-Control-Allow-Origin", "https://backend"] }));
  const routes = { "GET /pets": backendRoute("http://backend") };
  const open = httpApi(httpDefinition(routes, { settings: { corsConfiguration: { allowOrigins: ["*"] } } }));
  const headers = ["Origin", "https://a.example.com"];

  expect((await open("GET /pets", { ports, headers })).headers).toEqual({ "access-control-allow-origin": "*" });
  expect((await httpApi(httpDefinition(routes))("GET /pets", { ports, headers })).headers).toEqual({
    "access-control-allow-origin": "https://backend",
  });
});

test("callers of HTTP APIs cannot choose another verb by a header", async () => {
  const call = httpApi(httpDefinition({ "DELETE /": functionRoute("2.0") }));

  expect((await call("GET /", { headers: ["X-HTTP-Method-Override", "DELETE"] })).status).toBe(404);
});

async function traceOf(line: string) {
  const { ports } = recording(() => ({ headers: ["X-A", "1"], body: "ok" }));
  const throttle = { throttlingRateLimit: 10, throttlingBurstLimit: 10 };
  const api = compileHttpApi(
    httpDefinition({ "GET /pets/{id}": backendRoute("http://backend/{id}") }),
    httpRelease({ defaultRouteSettings: throttle }),
  );
  const trace = collectTrace(ports.clock);
  const served = await serveHttp(api, fakeRequest(line), ports, trace);
  return trace.record(api.stage, served);
}

test("a trace shows the steps of a request with what went out and came back", async () => {
  const { steps, status } = await traceOf("GET /pets/7");

  expect([status, steps.map(({ kind, state }) => `${kind} ${state}`)]).toEqual([
    200,
    ["route passed", "throttle passed", "map-request passed", "integration passed", "map-response passed"],
  ]);
  expect(steps[0]?.config).toEqual({ entity: "route", id: expect.any(String), path: "GET /pets/{id}" });
  expect(steps[2]?.out).toMatchObject({ method: "GET", url: "http://backend/7" });
  expect(steps[3]?.out).toMatchObject({ status: 200, body: "ok" });
});

test("a trace of a refusal names the reason", async () => {
  const { steps, ...record } = await traceOf("GET /none");

  expect(record).toMatchObject({ status: 404, reason: "NO_ROUTE", evidence: { path: "/none" } });
  expect(steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["route failed", "gateway-response passed"]);
});

test("rubbish requests and answers are answered, never thrown", async () => {
  const requestParameters = {
    "append:header.x": "$request.body.a",
    "overwrite:path": "$request.querystring.p",
    "append:querystring.q": "$request.path",
  };
  const responseParameters = { "200": { "append:header.y": "$response.body.b" } };
  const call = httpApi(
    httpDefinition({
      "POST /b/{proxy+}": backendRoute("http://backend/{proxy}", { requestParameters, responseParameters }),
      "POST /1/{proxy+}": functionRoute("1.0"),
      "POST /2/{proxy+}": functionRoute("2.0"),
    }),
  );
  const text = fc.string({ unit: "binary" });
  const header = fc.tuple(fc.constantFrom("Content-Type", "Origin", "Cookie", "X"), text);
  const payload = fc.oneof(
    text,
    fc.json(),
    fc.record({ statusCode: fc.anything(), headers: fc.anything(), body: fc.anything() }).map((result) => JSON.stringify(result) ?? ""),
  );

  await fc.assert(
    fc.asyncProperty(fc.constantFrom("b", "1", "2"), text, fc.array(header), text, payload, async (route, path, headers, body, answer) => {
      const ports = fakePorts(() => ({ headers: headers.flat(), body: answer }));

      const { status, reason } = await call(`POST /${route}/${path.replaceAll(" ", "")}`, { ports, headers: headers.flat(), body });

      expect(status).toBeGreaterThanOrEqual(200);
      expect(reason).not.toBe("INTERNAL_ERROR");
    }),
  );
});

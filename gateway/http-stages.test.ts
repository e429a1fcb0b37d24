import { expect, test } from "vitest";
import type { Snapshot } from "../lib/definition/snapshot.ts";
import type { StageRelease } from "../lib/definition/stage.ts";
import { fakePorts } from "../lib/gateway/testing/fake-ports.ts";
import { backendRoute, type HttpStageFixture, httpDefinition, httpRelease } from "../lib/gateway/testing/http-fixture.ts";
import { DomainTable } from "./domain-table.ts";
import { FactsCollector } from "./facts.ts";
import type { Reply } from "./listener.ts";
import { serveRequest } from "./serve-request.ts";
import { buildStageTable } from "./stage-table.ts";

const routes = { "GET /pets": backendRoute("http://backend/pets"), $default: backendRoute("http://backend") };

function snapshotOf(settings: { disableExecuteApiEndpoint?: boolean } = {}): Snapshot {
  return { format: 1, definition: httpDefinition(routes, { settings }) };
}

/** A gateway that serves these stages of one HTTP API. */
async function gatewayOf(stages: readonly HttpStageFixture[], snapshot = snapshotOf()) {
  const releases = { version: 1, stages: stages.map((stage) => httpRelease(stage)), sources: { h: { kind: "inline" as const, snapshot } } };
  const { table, missing } = await buildStageTable(new Map(), releases, "token");
  const paths: string[] = [];
  const ports = fakePorts(({ path }) => {
    paths.push(path);
    return { body: "ok" };
  });
  const facts = new FactsCollector(ports.clock);
  const ask = (host: string, target: string, length = 0) =>
    new Promise<{ status: number; headers: string[]; body: string }>((resolve) => {
      let head = { status: 0, headers: [] as string[] };
      const reply: Reply = {
        isGone: false,
        onGone: () => undefined,
        head: (status, headers) => {
          head = { status, headers };
        },
        send: (status, headers, body) => resolve({ status, headers, body: String(body) }),
        write: () => true,
        onDrain: () => undefined,
        end: (chunk) => resolve({ ...head, body: chunk === undefined ? "" : Buffer.from(chunk).toString() }),
        abort: () => resolve({ status: 0, headers: [], body: "aborted" }),
      };
      const findClient = () => ({ sourceIp: "127.0.0.1", trustedHops: 0, via: {} });
      const request = {
        method: "GET",
        target,
        headers: ["Host", host],
        host,
        protocol: "HTTP/1.1",
        scheme: "http" as const,
        remoteAddress: "",
        localPort: 0,
      };
      const body = { length, stream: [] as never, collect: () => Promise.resolve(Buffer.alloc(0)) };
      serveRequest(
        {
          table: () => table,
          sockets: () => new Map(),
          ask: () => Promise.resolve({ kind: "gone" }),
          domains: new DomainTable(),
          ports,
          facts,
          findClient,
          preview: () => false,
          reportBug: (_id, error) => expect(error).toBeUndefined(),
        },
        request,
        body,
        reply,
      );
    });
  return { ask, paths, facts, missing };
}

const host = "abcdefghij.execute-api.us-east-1.localhost:8080";

test.each([
  { target: "/pets", path: "/pets" },
  { target: "/", path: "/" },
  { target: "/dev/pets", path: "/pets" },
  { target: "/dev/other", path: "/other" },
  { target: "/other/pets", path: "/other/pets" },
  { target: "/_aws/execute-api/abcdefghij/dev/pets", path: "/pets" },
  { target: "/_aws/execute-api/abcdefghij/$default/other", path: "/other" },
])("$target is served as $path, by the stage it names or else by $default", async ({ target, path }) => {
  const { ask, paths } = await gatewayOf([{}, { stageName: "dev" }]);

  expect(await ask(host, target)).toMatchObject({ status: 200, body: "ok" });
  expect(paths).toEqual([path]);
});

test("answers carry the one id of HTTP APIs", async () => {
  const { headers } = await (await gatewayOf([{}])).ask(host, "/pets");

  expect(headers.filter((_text, at) => at % 2 === 0)).toEqual(["apigw-requestid"]);
});

test("an HTTP API without that stage is not found; what is no API is forbidden", async () => {
  const { ask } = await gatewayOf([{ stageName: "dev" }]);

  const unknown = await ask(host, "/prod/pets");

  expect([unknown.status, unknown.body, unknown.headers.includes("apigw-requestid")]).toEqual([404, '{"message":"Not Found"}', true]);
  expect(await ask("other.execute-api.us-east-1.localhost", "/dev")).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
});

test("an API whose own address is switched off is not found there", async () => {
  const { ask, facts } = await gatewayOf([{}], snapshotOf({ disableExecuteApiEndpoint: true }));

  expect(await ask(host, "/pets")).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  expect(facts.takeRecords()).toMatchObject([{ reason: "NO_STAGE", evidence: { endpoint: "disabled" } }]);
});

test("a body that is announced as too large is refused in the words of HTTP APIs", async () => {
  const { ask } = await gatewayOf([{}]);

  expect(await ask(host, "/pets", 11 * 1_024 * 1_024)).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
});

test("requests are logged in the format of the stage, and counted by route", async () => {
  const format = "$context.routeKey $context.stage $context.status $context.resourcePath $context.path";
  const { ask, facts } = await gatewayOf([{ stageName: "dev", accessLogSettings: { format } }]);

  await ask(host, "/dev/pets");

  expect(facts.takeRecords()).toMatchObject([{ status: 200, resourcePath: "/pets", accessLine: "GET /pets dev 200 - /dev/pets" }]);
  expect(facts.takeCounts()?.metrics).toMatchObject([{ route: "GET /pets", count: 1 }]);
});

test("a snapshot that cannot be read is told, and a WebSocket API is no HTTP API", async () => {
  const broken: StageRelease[] = [{ ...httpRelease(), snapshotHash: "gone" }];
  const { missing } = await buildStageTable(new Map(), { version: 1, stages: broken, sources: {} }, "token");
  const { definition } = snapshotOf();
  const webSocket = { format: 1, definition: { ...definition, kind: "WEBSOCKET" } } as Snapshot;

  expect(missing).toEqual(["abcdefghij/$default"]);
  expect((await gatewayOf([{}], webSocket)).missing).toEqual([]);
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { signPreview } from "../../lib/feed/preview-token.ts";
import type { DraftQuestion } from "../../lib/feed/protocol.ts";
import { definitionOf, mockRoute, proxyRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { releaseOf } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandIn, type StandInConsole, startConsole, startServer } from "./stand-ins.ts";
import { waitUntil } from "./wait-until.ts";

let dataDir: string;
let standIn: StandInConsole;
let backend: StandIn;
let gateway: GatewayProcess;
let received: { url: string | undefined; headers: NodeJS.Dict<string | string[]> }[];
let questions: DraftQuestion[];

beforeAll(async () => {
  dataDir = await newDataDir();
  standIn = await startConsole();
  backend = await startServer((request, response) => {
    received.push({ url: request.url, headers: request.headers });
    response.end("from the backend");
  });
  standIn.publish(releaseOf(definitionOf({ "GET /": mockRoute("deployed") }), { deploymentId: "d1" }));
  gateway = await startGateway({ dataDir, workers: 1, environment: { FEED_URL: standIn.url, FEED_TOKEN: standIn.token } });
});
beforeEach(() => {
  received = [];
  questions = [];
  show("v1", "draft");
});
afterEach(() => standIn.onDraft(() => ({ kind: "refused", message: "There is no draft." })));
afterAll(async () => {
  await stopGateway(gateway);
  await Promise.all([standIn.close(), backend.close()]);
  await removeDataDir(dataDir);
});

/** The draft is this from now on. */
function show(version: string, body: string, routes: Parameters<typeof definitionOf>[0] = {}): void {
  const { release, snapshot } = releaseOf(
    definitionOf({ "GET /": mockRoute(body), "GET /proxy": proxyRoute(`${backend.url}/x`), ...routes }),
    { deploymentId: "" },
  );
  standIn.onDraft((question) => {
    questions.push(question);
    return question.known === version ? { kind: "same" } : { kind: "draft", version, release, definition: snapshot.definition };
  });
}

const hourMs = 3_600_000;

function passFor(userId: string, { apiId = "abcdefghij", lifeMs = hourMs, key = standIn.token } = {}): string {
  return signPreview({ apiId, stageName: "test", userId, expiresAtMs: Date.now() + lifeMs }, key);
}

function call(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/_aws/execute-api/abcdefghij/_draft${path}`, { headers, redirect: "manual" });
}

const withPass = (path: string, pass: string) => call(path, { "x-gatehouse-preview": pass });

test("whoever has a pass gets the draft, never kept by anybody, and sees what is saved", async () => {
  const pass = passFor("saver");
  const first = await withPass("/", pass);

  show("v2", "saved");
  await waitUntil("the save is seen", async () => (await (await withPass("/", pass)).text()) === "saved");

  expect([first.status, await first.text(), first.headers.get("cache-control")]).toEqual([200, "draft", "no-store"]);
  expect(first.headers.get("x-gatehouse-preview")).toBe("draft v1");
  expect(questions.at(-1)).toMatchObject({ token: pass });
});

test.each([
  { who: "nobody", headers: () => ({}) },
  { who: "somebody who made a pass up", headers: () => ({ "x-gatehouse-preview": passFor("x", { key: "another-key" }) }) },
  { who: "somebody with a pass for another API", headers: () => ({ "x-gatehouse-preview": passFor("x", { apiId: "jihgfedcba" }) }) },
  { who: "somebody with a cookie of rubbish", headers: () => ({ cookie: "gatehouse-preview=a.b" }) },
])("$who is answered as if there were no such stage, and nobody is asked", async ({ headers }) => {
  const response = await call("/", headers() as Record<string, string>);

  expect([response.status, await response.json()]).toEqual([403, { message: "Forbidden" }]);
  expect(response.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
  expect(questions).toEqual([]);
});

test("a pass that is over says so", async () => {
  const response = await withPass("/", passFor("late", { lifeMs: -1 }));

  expect([response.status, await response.json()]).toEqual([
    403,
    { message: "The preview link is over. Open the preview in the console again." },
  ]);
});

test("a link that a browser opens leaves a cookie for this draft and goes on without the pass", async () => {
  const pass = passFor("browser");

  const opened = await call(`/?a=1&gatehouse-preview=${pass}&b=2`, { accept: "text/html,*/*" });
  const cookie = opened.headers.get("set-cookie") ?? "";
  const seen = await call("/", { cookie: `theme=dark; ${cookie.split(";", 1)[0]}` });

  expect([opened.status, opened.headers.get("location")]).toEqual([303, "/_aws/execute-api/abcdefghij/_draft/?a=1&b=2"]);
  expect(cookie).toMatch(/; Path=\/_aws\/execute-api\/abcdefghij\/_draft; Max-Age=3\d{3}; HttpOnly; SameSite=Lax$/);
  expect(opened.headers.get("referrer-policy")).toBe("no-referrer");
  expect(await seen.text()).toBe("draft");
});

test("the backend hears nothing of the pass, wherever it was", async () => {
  const pass = passFor("proxy");

  await withPass("/proxy?x=1", pass);
  await call(`/proxy?gatehouse-preview=${pass}&x=2`);
  await call("/proxy?x=3", { cookie: `a=b; gatehouse-preview=${pass}; c=d` });

  expect(received.map(({ url }) => url)).toEqual(["/x?x=1", "/x?x=2", "/x?x=3"]);
  expect(received[2]?.headers.cookie).toBe("a=b; c=d");
  expect(JSON.stringify(received)).not.toContain(pass);
});

test("calls are traced whole and counted under a name of their own", async () => {
  const response = await withPass("/", passFor("traced"));

  const id = response.headers.get("x-amzn-requestid");
  const records = () => standIn.batches.flatMap((batch) => batch.records);
  await waitUntil("it is logged", () => records().some(({ requestId }) => requestId === id));
  const record = records().find(({ requestId }) => requestId === id);
  expect(record).toMatchObject({ stage: "_draft", status: 200, path: "/" });
  expect(JSON.parse(record?.detail?.trace ?? "{}")).toMatchObject({ stage: "_draft", steps: expect.arrayContaining([]) });
  await waitUntil("it is counted", () => standIn.batches.flatMap(({ metrics }) => metrics).some(({ stage }) => stage === "_draft"));
  expect(standIn.batches.flatMap(({ metrics }) => metrics).filter(({ stage }) => stage === "test")).toEqual([]);
});

test("what the console refuses is said in its words", async () => {
  standIn.onDraft(() => ({ kind: "refused", message: "Only members see drafts." }));

  const response = await withPass("/", passFor("stranger"));

  expect([response.status, await response.json()]).toEqual([403, { message: "Only members see drafts." }]);
});

test("a method of the draft that is broken answers 500, the others answer as before", async () => {
  show("v3", "whole", { "GET /broken": mockRoute("#if(") });
  const pass = passFor("broken");

  const broken = await withPass("/broken", pass);

  expect(broken.status).toBe(500);
  expect(await (await withPass("/", pass)).text()).toBe("whole");
});

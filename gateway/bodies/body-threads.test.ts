import { monitorEventLoopDelay } from "node:perf_hooks";
import { build } from "esbuild";
import { afterEach, beforeAll, expect, test } from "vitest";
import { bodyJobs } from "../../lib/gateway/body-jobs.ts";
import { BodyWorkLost } from "../../lib/gateway/ports.ts";
import { type BodyLimits, BodyThreads } from "./body-threads.ts";

let source = "";
let threads: BodyThreads | undefined;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ["gateway/bodies/body-thread.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  source = outputFiles[0]?.text ?? "";
});

afterEach(() => threads?.close());

function start(limits: Partial<BodyLimits> = {}, code = source): BodyThreads {
  threads = new BodyThreads(code, limits);
  return threads;
}

const nothing = { params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} };
const render = (template: string, body: string) => ({ template, input: { ...nothing, body } });
const numbers = (count: number) => `[${"1,".repeat(count - 1)}1]`;
// Never ends, and has no budget that would end it.
const endless = 'require("node:worker_threads").parentPort.on("message", () => { for (;;) {} });';

test("the thread gives what the job gives here: texts, overrides, and faults with their place", async () => {
  const bodies = start();
  const changing = render('#set($context.responseOverride.status = 201)$input.json("$.a")', '{"a":{"b":1}}');
  const broken = render('one\n  $input.path("$[")', "{}");
  const model = { name: "Item", models: { Item: '{"type":"object","required":["id"]}' } };

  expect(await bodies.run("render", changing)).toEqual(bodyJobs.render(changing));
  expect(await bodies.run("render", changing)).toMatchObject({ output: '{"b":1}', overrides: { responseOverride: { status: 201 } } });
  expect(await bodies.run("render", broken)).toEqual(bodyJobs.render(broken));
  expect(await bodies.run("render", broken)).toMatchObject({ fault: { line: 2 } });
  expect(await bodies.run("validate", { model, body: Buffer.from("{}") })).toEqual({
    words: '[object has missing required properties (["id"])]',
    pointer: "",
  });
  expect(await bodies.run("validate", { model, body: "{" })).toEqual({ words: "[Invalid JSON]", pointer: "" });
  expect(await bodies.run("select", { body: '{"a":[1,2]}', paths: ["$.a", "$.b"] })).toEqual(
    new Map([
      ["$.a", "[1,2]"],
      ["$.b", undefined],
    ]),
  );
  expect(await bodies.run("mockStatus", { text: '{"statusCode": 204}' })).toBe(204);
  expect(await bodies.run("proxyResult", { payload: '{"statusCode":"201","body":"x"}' })).toMatchObject({ status: 201, body: "x" });
});

test("others are served while a body of 8 MB is rendered and checked", async () => {
  const bodies = start();
  const body = numbers(4_000_000);
  // The thread is there and warm, so that the time is that of the work.
  await bodies.run("render", render("$input.body", "1"));
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const started = performance.now();
  const rendered = await bodies.run("render", render("$input.json('$')", body));
  const fault = await bodies.run("validate", { model: { name: "List", models: { List: '{"items":{"type":"integer"}}' } }, body });
  const workMs = performance.now() - started;
  delays.disable();

  expect(rendered).toEqual({ output: body, overrides: undefined });
  expect(fault).toBeUndefined();
  // Compared with the work itself, since that takes as long as the machine is slow.
  expect(delays.max / 1e6).toBeLessThan(workMs / 3);
});

test("work that does not end is ended, and what waits behind it goes on in a new thread", async () => {
  const bodies = start({ workMs: 50 }, endless);

  const lost = [bodies.run("mockStatus", { text: "{}" }), bodies.run("mockStatus", { text: "{}" })];
  const settled = await Promise.allSettled(lost);

  expect(settled.map((outcome) => outcome.status === "rejected" && outcome.reason instanceof BodyWorkLost)).toEqual([true, true]);
});

test("a body that takes more memory than there is costs only its own work", async () => {
  const bodies = start({ heapMb: 24 });

  await expect(bodies.run("render", render("$input.json('$')", `[${"[],".repeat(1_000_000)}1]`))).rejects.toBeInstanceOf(BodyWorkLost);
  expect(await bodies.run("mockStatus", { text: '{"statusCode": 200}' })).toBe(200);
});

test("no more work waits than may, and none is left when the gateway stops", async () => {
  const bodies = start({ waitingMax: 1 }, endless);
  const [running, waiting] = [bodies.run("mockStatus", { text: "{}" }), bodies.run("mockStatus", { text: "{}" })];

  await expect(bodies.run("mockStatus", { text: "{}" })).rejects.toThrow("Too many long bodies wait");
  bodies.close();
  await expect(running).rejects.toBeInstanceOf(BodyWorkLost);
  await expect(waiting).rejects.toBeInstanceOf(BodyWorkLost);
});

import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { keptBytesMax } from "./body-view.ts";
import { collectTrace } from "./collect-trace.ts";
import { compileRestApi } from "./compile-rest.ts";
import type { AnswerBody, ReplySink } from "./message.ts";
import { serveRest } from "./serve-rest.ts";
import { definitionOf, proxyRoute, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "./testing/fake-ports.ts";
import { type SeenBody, WatchedBody } from "./watched-body.ts";

/** A body whose bytes come when the test says so. */
class SlowBody implements AnswerBody {
  readonly length = undefined;
  sink: ReplySink | undefined;

  collect(): Promise<Buffer> {
    return Promise.reject(new Error("nobody may wait for all of it"));
  }

  hold(): undefined {
    return undefined;
  }

  pipe(sink: ReplySink): void {
    this.sink = sink;
  }
}

function sinkOf(texts: string[]): ReplySink {
  return {
    write: (chunk) => texts.push(Buffer.from(chunk).toString()) > 0,
    onDrain: () => undefined,
    end: (chunk) => texts.push(chunk === undefined ? "end" : `${Buffer.from(chunk)} end`),
    abort: () => texts.push("abort"),
  };
}

async function serveStreamed() {
  const body = new SlowBody();
  const definition = definitionOf({ "GET /": proxyRoute("http://backend/", "GET", { responseTransferMode: "STREAM" }) });
  const ports = { ...fakePorts(), http: { send: async () => ({ status: 200, headers: ["Content-Type", "text/plain"], body }) } };
  const trace = collectTrace(ports.clock);
  const api = compileRestApi(definition, stageOf(definition));
  const served = await serveRest(api, fakeRequest("GET /"), ports, trace);
  const texts: string[] = [];
  if (!(served.reply.body instanceof WatchedBody)) throw new Error("nobody looks at the body");
  const { ended } = served.reply.body;
  served.reply.body.pipe(sinkOf(texts));
  return { body, texts, ended, trace, record: () => trace.record(api.stage, served) };
}

test("a streamed answer that is traced goes on as it comes, and the trace tells of it afterwards", async () => {
  const { body, texts, ended, trace, record } = await serveStreamed();

  body.sink?.write(Buffer.from("one "));
  expect(texts).toEqual(["one "]);
  expect(trace.lines.join("\n")).not.toContain("Method response body");
  body.sink?.end(Buffer.from("two"));
  await ended;

  expect(texts).toEqual(["one ", "two end"]);
  expect(trace.lines.map((line) => line.slice(line.indexOf(" : ") + 3))).toEqual(
    expect.arrayContaining(["Method response body after transformations: one two", "Method completed with status: 200"]),
  );
  expect(record().steps.at(-1)).toMatchObject({ kind: "map-response", out: { status: 200, body: "one two" } });
});

test("a streamed answer that breaks off is told with what came of it", async () => {
  const { body, texts, ended, trace, record } = await serveStreamed();

  body.sink?.write(Buffer.from("one "));
  body.sink?.abort();
  await ended;

  expect(texts).toEqual(["one ", "abort"]);
  expect(record().steps.at(-1)).toMatchObject({ note: "the answer broke off after 4 bytes" });
  expect(trace.lines.join("\n")).not.toContain("Successfully completed");
});

test.each([{ character: "a" }, { character: "é" }, { character: "漢" }, { character: "😀" }])(
  "of a long body of $character as much is kept as a trace shows, in whole characters",
  ({ character }) => {
    const body = new SlowBody();
    let seen: SeenBody | undefined;
    new WatchedBody(body, (what) => {
      seen = what;
    }).pipe(sinkOf([]));
    const chunk = Buffer.from(character.repeat(40_000));
    for (let count = 0; count < 10; count++) body.sink?.write(chunk);
    body.sink?.end();

    expect(seen?.bytes).toBe(10 * chunk.length);
    expect(seen?.head.length).toBeGreaterThan(keptBytesMax);
    expect(seen?.head.length).toBeLessThan(keptBytesMax + 9);
    expect(seen?.head.toString()).not.toContain("\ufffd");
  },
);

import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { compileRestApi } from "../compile-rest.ts";
import type { AnswerBody, ReplySink } from "../message.ts";
import { serveRest } from "../serve-rest.ts";
import { definitionOf, stageOf } from "../testing/definition-fixture.ts";
import { chunkMessage as chunk, completeMessage as complete, eventMessage } from "../testing/event-messages.ts";
import { fakePorts, fakeRequest } from "../testing/fake-ports.ts";
import { noTrace } from "../trace.ts";
import { FunctionStream } from "./function-stream.ts";

const delimiter = "\0".repeat(8);

/** An invocation whose bytes the test sends, and that says whether it is held back. */
function invocation() {
  let sink: ReplySink | undefined;
  let drains = 0;
  const body: AnswerBody = {
    length: undefined,
    collect: () => Promise.reject(new Error("it is streamed")),
    hold: () => undefined,
    pipe: (to) => {
      sink = to;
      to.onDrain(() => drains++);
    },
  };
  const stream = new FunctionStream(body);
  return { stream, send: (bytes: Buffer) => sink?.write(bytes), end: () => sink?.end(), abort: () => sink?.abort(), drains: () => drains };
}

/** What a caller got, with the end of it. */
function caller({ isSlow = false } = {}) {
  const got: string[] = [];
  let drain: () => void = () => undefined;
  const sink: ReplySink = {
    write: (bytes) => {
      got.push(Buffer.from(bytes).toString());
      return !isSlow;
    },
    onDrain: (listener) => {
      drain = listener;
    },
    end: () => void got.push("(end)"),
    abort: () => void got.push("(abort)"),
  };
  return { sink, got, drain: () => drain() };
}

test.each([1, 3, 16, 100_000])("metadata and body come out whole when bytes come by %i", async (size) => {
  const { stream, send } = invocation();
  const { sink, got } = caller();
  const bytes = Buffer.concat([chunk('{"statusCode":'), chunk(`201}${delimiter}one `), chunk("two"), complete()]);
  for (let at = 0; at < bytes.length; at += size) send(bytes.subarray(at, at + size));

  expect(await stream.head).toEqual({ kind: "metadata", text: '{"statusCode":201}' });
  stream.pipe(sink);
  expect(got.join("")).toBe("one two(end)");
});

test("parts go on as they come, and the function waits for a slow caller", async () => {
  const { stream, send, drains } = invocation();
  const { sink, got, drain } = caller({ isSlow: true });

  expect(send(chunk(`{}${delimiter}`))).toBe(false);
  await stream.head;
  stream.pipe(sink);
  expect(drains()).toBe(1);
  expect(send(chunk("first"))).toBe(false);
  expect(got).toEqual(["first"]);
  drain();
  expect(drains()).toBe(2);
  send(complete());
  expect(got).toEqual(["first", "(end)"]);
});

test.each([
  {
    name: "a function that fails",
    bytes: [complete({ ErrorCode: "Unhandled", ErrorDetails: "boom" })],
    head: { kind: "failed", error: "Unhandled: boom" },
  },
  {
    name: "an exception of the service",
    bytes: [eventMessage({ ":message-type": "exception", ":exception-type": "ServiceException" }, "{}")],
    head: { kind: "failed", error: "ServiceException: {}" },
  },
  {
    name: "no delimiter",
    bytes: [chunk('{"statusCode":200}'), complete()],
    head: { kind: "malformed", fault: "the delimiter after the metadata is missing" },
  },
  {
    name: "metadata without an end",
    bytes: [chunk("x".repeat(16_385))],
    head: { kind: "malformed", fault: "the delimiter after the metadata is not in the first 16 KB" },
  },
  { name: "bytes that are no messages", bytes: [Buffer.alloc(64, 255)], head: { kind: "malformed", fault: expect.any(String) } },
])("there is no answer after $name", async ({ bytes, head }) => {
  const { stream, send } = invocation();
  for (const each of bytes) send(each);

  expect(await stream.head).toEqual(head);
});

test.each([
  { name: "fails", ending: ({ send }: ReturnType<typeof invocation>) => send(complete({ ErrorCode: "Unhandled" })) },
  { name: "is cut off", ending: ({ end }: ReturnType<typeof invocation>) => end() },
  { name: "breaks off", ending: ({ abort }: ReturnType<typeof invocation>) => abort() },
])("the caller is told when a function $name in mid-answer", async ({ ending }) => {
  const running = invocation();
  const { sink, got } = caller();
  running.send(chunk(`{}${delimiter}half`));
  running.stream.pipe(sink);

  ending(running);

  expect(got).toEqual(["half", "(abort)"]);
});

test("a body that nobody wants is let by", async () => {
  const { stream, send, drains } = invocation();
  expect(send(chunk(`{}${delimiter}half`))).toBe(false);
  await stream.head;

  stream.discard();

  expect(drains()).toBe(1);
  expect(send(chunk("the rest"))).toBe(true);
});

test("an answer whose metadata are wrong holds no connection", async () => {
  const uri =
    "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:000000000000:function:f/response-streaming-invocations";
  const integration = { type: "AWS_PROXY", httpMethod: "POST", uri, responseTransferMode: "STREAM" } as const;
  const definition = definitionOf({ "GET /": { integration } });
  let drains = 0;
  const body: AnswerBody = {
    length: undefined,
    collect: () => Promise.reject(new Error("it is streamed")),
    hold: () => undefined,
    pipe: (sink) => {
      sink.onDrain(() => drains++);
      sink.write(chunk(`{"wrong":1}${delimiter}half`));
    },
  };
  const http = { send: () => Promise.resolve({ status: 200, headers: [], body }) };

  const { reply } = await serveRest(
    compileRestApi(definition, stageOf(definition)),
    fakeRequest("GET /"),
    { ...fakePorts(), http },
    noTrace,
  );

  expect([reply.status, drains]).toEqual([502, 1]);
});

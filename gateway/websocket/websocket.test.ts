import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { compileRestApi } from "../../lib/gateway/compile-rest.ts";
import { definitionOf, stageOf } from "../../lib/gateway/testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../../lib/gateway/testing/fake-ports.ts";
import type { CompiledWebSocketApi } from "../../lib/gateway/websocket/compile-websocket.ts";
import { makeConnectionId, workerOf } from "./connection-calls.ts";
import { FrameGuard } from "./frame-guard.ts";
import type { Handshake, PeerEvents } from "./peer.ts";
import { SocketHub } from "./socket-hub.ts";

function frame(length: number, { masked = true }: { masked?: boolean } = {}): Buffer {
  const mask = masked ? 0x80 : 0;
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + size);
  head[0] = 0x81;
  head[1] = mask | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) head.writeUInt16BE(length, 2);
  if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0, 0xff), Buffer.alloc(length, 0xff)]);
}

test.each([0, 1, 125, 126, 1_000, 32_768])("frames of %i bytes pass, however they are cut", (length) => {
  const bytes = Buffer.concat([frame(length), frame(3), frame(length, { masked: false }), frame(7)]);
  for (const size of [1, 2, 7, 4_096, bytes.length]) {
    const guard = new FrameGuard(32_768);
    for (let at = 0; at < bytes.length; at += size) expect(guard.accepts(bytes.subarray(at, at + size))).toBe(true);
  }
});

test.each([32_769, 65_535, 65_536, 1_000_000])("a frame of %i bytes is refused as soon as its head is there", (length) => {
  const guard = new FrameGuard(32_768);

  expect(guard.accepts(frame(10))).toBe(true);
  expect(guard.accepts(frame(length).subarray(0, 10))).toBe(false);
});

test("a connection id names the worker that has the connection, in the service's form", () => {
  const id = makeConnectionId(513, randomBytes);

  expect(id).toMatch(/^[\w-]{15}=$/);
  expect(workerOf(id)).toBe(513);
  expect([workerOf("short="), workerOf("")]).toEqual([undefined, undefined]);
});

/** A hub with one open connection to an API whose `$disconnect` backend never answers, or whose selection fails. */
async function hubOf(api: Partial<CompiledWebSocketApi> = {}, { bufferedBytes = 0 } = {}) {
  const said: string[] = [];
  let events: PeerEvents | undefined;
  const stage = { ...compileRestApi(definitionOf({}), stageOf(definitionOf({}))).stage, kind: "WEBSOCKET" as const };
  const served: CompiledWebSocketApi = {
    kind: "WEBSOCKET",
    stage,
    selectRoute: () => undefined,
    keySource: "HEADER",
    findRoute: () => undefined,
    ...api,
  };
  const hub = new SocketHub({
    worker: 1,
    ports: fakePorts(),
    idleMs: 60_000,
    lifeMs: 60_000,
    findApi: () => served,
    note: () => undefined,
  });
  const handshake: Handshake = {
    head: {
      method: "GET",
      target: "/",
      headers: [],
      host: "",
      protocol: "HTTP/1.1",
      scheme: "http",
      remoteAddress: "",
      localPort: 0,
      tls: undefined,
    },
    isGone: false,
    onGone: () => undefined,
    accept: (_protocol, given) => {
      events = given;
      return {
        bufferedBytes,
        send: () => said.push("send"),
        close: (code) => said.push(`close ${code}`),
        terminate: () => said.push("terminate"),
        pause: () => said.push("pause"),
        resume: () => said.push("resume"),
      };
    },
    refuse: () => said.push("refuse"),
  };
  await hub.serve(handshake, { stageKey: "a/b", api: { ...served, findRoute: () => undefined } }, fakeRequest("GET /"));
  const list = () => hub.list({ stageKey: "a/b", filter: "" }).connections;
  return { hub, said, list, onMessage: (text: string) => events?.onMessage(text) };
}

test("neither a backend that hangs nor a caller that does not answer holds up a stop", async () => {
  const integration = () => new Promise<never>(() => undefined);
  const route = { place: { resourceId: "r", resourcePath: "$disconnect", verb: "ANY" as const }, integration } as never;
  const { hub, said } = await hubOf({ findRoute: () => route });

  await hub.stop(1);

  expect(said).toEqual(["close 1001", "terminate"]);
});

test.each([
  { waits: 1_048_576, ends: "send" },
  { waits: 1_048_577, ends: "terminate" },
])("a caller for whom $waits bytes wait gets the next message: $ends", async ({ waits, ends }) => {
  const { hub, said, list } = await hubOf({}, { bufferedBytes: waits });
  const [{ connectionId } = { connectionId: "" }] = list();

  hub.answer({ verb: "POST", connectionId, stageKey: "a/b", data: "more", isBase64: false });

  expect(said).toEqual([ends]);
});

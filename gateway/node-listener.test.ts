import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "../tests/support/free-port.ts";
import type { Listener } from "./listener.ts";
import { createNodeListener } from "./node-listener.ts";

let listener: Listener;
let port: number;
const unhandled = vi.fn();

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  unhandled.mockReset();
  process.on("unhandledRejection", unhandled);
  listener = createNodeListener({ onRequest: () => undefined, onHandshake: () => false });
  port = await freePort();
  await listener.listen({ port, host: "127.0.0.1" });
});

afterEach(async () => {
  vi.useRealTimers();
  process.off("unhandledRejection", unhandled);
  await listener.stop(0);
});

/** A request for another protocol, of whose body only a part comes; done when the listener waits for the rest. */
async function halfRequest(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: other\r\nContent-Length: 10\r\n\r\nhalf");
  while (vi.getTimerCount() === 0) await turn();
  return socket;
}

test("a body that does not come is not waited for without end", async () => {
  const socket = await halfRequest();
  const closed = once(socket.resume(), "close");

  vi.advanceTimersByTime(120_000);

  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

test("a caller that leaves in the middle of its body is nobody's fault", async () => {
  const socket = await halfRequest();

  socket.resetAndDestroy();
  while (vi.getTimerCount() > 0) await turn();
  await turn();

  expect(unhandled).not.toHaveBeenCalled();
});

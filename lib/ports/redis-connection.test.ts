import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { connectRedis } from "./redis-connection.ts";

let server: Server | undefined;
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** A server that greets as Redis does and then says nothing more, as one whose process or machine hangs. */
async function startFrozen(): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (data) => {
      for (const [, name = ""] of data.toString("latin1").matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        if (name !== "set") socket.write(name === "info" ? "$0\r\n\r\n" : "+OK\r\n");
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `redis://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

test("a connection on which nothing is answered is left, with all that waits to be sent on it", async () => {
  const redis = connectRedis(await startFrozen());
  await once(redis, "ready");

  const outcome = redis.set("key", "x".repeat(1_000_000)).then(
    () => "answered",
    () => "given up",
  );

  expect(await outcome).toBe("given up");
  redis.disconnect();
});

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { connect, type SecureVersion } from "node:tls";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readClientHello } from "./client-hello.ts";

/** What a client sends first. */
function greeting(options: { servername?: string; maxVersion?: SecureVersion }): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.once("data", (bytes: Buffer) => {
        socket.destroy();
        server.close();
        resolve(bytes);
      });
    });
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const socket = connect({ host: "127.0.0.1", port, minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0", ...options });
      // The server leaves before it answers.
      socket.on("error", () => socket.destroy());
    });
  });
}

test.each([
  { options: { servername: "API.example.com" }, hello: { serverName: "api.example.com", version: 0x0304 } },
  { options: { servername: "a.b", maxVersion: "TLSv1.2" as const }, hello: { serverName: "a.b", version: 0x0303 } },
  { options: { maxVersion: "TLSv1" as const }, hello: { serverName: undefined, version: 0x0301 } },
])("$options is read from what the client sends", async ({ options, hello }) => {
  const bytes = await greeting(options);

  expect(readClientHello(bytes)).toEqual({ kind: "hello", hello });
  for (let length = 0; length < bytes.length; length++) expect(readClientHello(bytes.subarray(0, length))).toEqual({ kind: "more" });
});

test("a greeting that is cut into several records is put together", async () => {
  const bytes = await greeting({ servername: "a.b" });
  const message = bytes.subarray(5);
  const record = (part: Buffer) => Buffer.concat([Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part]);

  const cut = Buffer.concat([record(message.subarray(0, 2)), record(message.subarray(2, 90)), record(message.subarray(90))]);

  expect(readClientHello(cut)).toMatchObject({ kind: "hello", hello: { serverName: "a.b" } });
});

test("rubbish is never more than rubbish, and never asks for bytes without end", async () => {
  const bytes = await greeting({ servername: "a.b" });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(bytes.length - 1), (rubbish, at) => {
      const damaged = Buffer.from(bytes);
      damaged.set(rubbish.subarray(0, damaged.length - at), at);
      for (const text of [Buffer.from(rubbish), damaged]) expect(["hello", "more", "none"]).toContain(readClientHello(text).kind);
    }),
  );
  expect(readClientHello(Buffer.from("GET / HTTP/1.1\r\n")).kind).toBe("none");
  expect(readClientHello(Buffer.concat(Array.from({ length: 40 }, () => Buffer.from([22, 3, 1, 0, 0])))).kind).toBe("none");
});

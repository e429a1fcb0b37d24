import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseAddressList } from "./address-list.ts";
import { checkBackend } from "./check-backend.ts";

const nothingDenied = parseAddressList("INTEGRATION_DENY", "");
const servers: { close: () => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const look = (url: string, denyList = nothingDenied, timeoutMs = 5_000) =>
  checkBackend({ url: new URL(url), timeoutMs, skipsCertificateCheck: false }, denyList);

test("a backend that answers is looked up, connected to and asked", async () => {
  const asked: string[] = [];
  const port = await listening(
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.statusCode = 204;
      response.end();
    }),
  );

  const steps = await look(`http://localhost:${port}/health?deep=1`);

  expect(steps.map(({ name, ok }) => `${name} ${ok}`)).toEqual(["DNS true", "Connect true", "HTTP true"]);
  expect(steps[2]?.detail).toBe("answers HEAD with 204");
  expect(asked).toEqual(["HEAD /health?deep=1"]);
});

test("a denied address is not connected to", async () => {
  let connections = 0;
  const port = await listening(createSocketServer(() => (connections += 1)));

  const steps = await look(`http://localhost:${port}/`, parseAddressList("INTEGRATION_DENY", "127.0.0.0/8, ::1"));

  expect(steps).toMatchObject([{ name: "DNS", ok: false, detail: "localhost is at an address that INTEGRATION_DENY forbids" }]);
  expect(connections).toBe(0);
});

test.each([
  { name: "closes at once", answer: "", says: "without an answer" },
  { name: "speaks something else", answer: "x".repeat(5_000), says: "does not speak HTTP" },
])("a server that $name is told apart", async ({ answer, says }) => {
  const port = await listening(createSocketServer((socket) => socket.end(answer)));

  const steps = await look(`http://127.0.0.1:${port}/`);

  expect(steps.at(-1)).toMatchObject({ name: "HTTP", ok: false, detail: expect.stringContaining(says) });
});

test("a server that says nothing is given up after the deadline", async () => {
  const port = await listening(createSocketServer((socket) => servers.push({ close: () => socket.destroy() })));

  const steps = await look(`http://127.0.0.1:${port}/`, nothingDenied, 200);

  expect(steps.at(-1)).toMatchObject({ name: "HTTP", ok: false, detail: "No answer within 0.2 s." });
});

test("a server without TLS behind an https address fails at TLS", async () => {
  const port = await listening(createServer((_request, response) => response.end()));

  const steps = await look(`https://127.0.0.1:${port}/`);

  expect(steps.map(({ name, ok }) => `${name} ${ok}`)).toEqual(["DNS true", "Connect true", "TLS false"]);
});

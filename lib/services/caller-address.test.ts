import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCallerAddress, notePeers } from "./caller-address.ts";

let url = "";
let trusted = "";
const server = createServer((request, response) => {
  const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
  response.end(JSON.stringify(findCallerAddress(headers, trusted) ?? "unknown"));
});

beforeAll(async () => {
  notePeers();
  notePeers();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (headers: Record<string, string>) => (await fetch(url, { headers })).json();
const forwarded = { "x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https", "x-gatehouse-peer": "192.0.2.8" };

test("the caller is who is at the other end, whatever it says", async () => {
  expect(await ask(forwarded)).toEqual({ sourceIp: "127.0.0.1", isSecure: false });
});

test("a proxy that is believed says who calls, and how", async () => {
  trusted = "127.0.0.0/8";

  expect(await ask(forwarded)).toEqual({ sourceIp: "192.0.2.7", isSecure: true });
  expect(await ask({})).toEqual({ sourceIp: "127.0.0.1", isSecure: false });
});

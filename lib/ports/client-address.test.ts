import { expect, test } from "vitest";
import { clientFinder } from "./client-address.ts";

test.each([
  { name: "nobody is trusted", trusted: "", remote: "127.0.0.1", forwarded: ["192.0.2.7"], client: "127.0.0.1", hops: 0 },
  { name: "a stranger", trusted: "10.0.0.0/8", remote: "192.0.2.1", forwarded: ["192.0.2.7"], client: "192.0.2.1", hops: 0 },
  { name: "a trusted proxy", trusted: "127.0.0.0/8", remote: "127.0.0.1", forwarded: ["192.0.2.7"], client: "192.0.2.7", hops: 1 },
  { name: "one over IPv6", trusted: "127.0.0.0/8", remote: "::ffff:127.0.0.1", forwarded: ["192.0.2.7"], client: "192.0.2.7", hops: 1 },
  { name: "two in a row", trusted: "10.0.0.0/8", remote: "10.0.0.1", forwarded: ["192.0.2.7, 10.0.0.2"], client: "192.0.2.7", hops: 2 },
  {
    name: "an entry that the client made up",
    trusted: "10.0.0.1",
    remote: "10.0.0.1",
    forwarded: ["8.8.8.8", "192.0.2.7"],
    client: "192.0.2.7",
    hops: 1,
  },
  {
    name: "an entry with a port",
    trusted: "10.0.0.1",
    remote: "10.0.0.1",
    forwarded: ["[2001:db8::7]:80"],
    client: "2001:db8::7",
    hops: 1,
  },
  { name: "rubbish", trusted: "10.0.0.1", remote: "10.0.0.1", forwarded: ["192.0.2.7, unknown"], client: "10.0.0.1", hops: 0 },
  { name: "no header", trusted: "10.0.0.1", remote: "10.0.0.1", forwarded: [], client: "10.0.0.1", hops: 0 },
])("$name gives $client", ({ trusted, remote, forwarded, client, hops }) => {
  const headers = forwarded.flatMap((value) => ["X-Forwarded-For", value]);

  expect(clientFinder(trusted)({ remoteAddress: remote, headers })).toMatchObject({ sourceIp: client, trustedHops: hops });
});

const told = [
  ["X-Forwarded-Host", "api.example.com"],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Port", "443"],
  ["X-Amzn-Vpce-Id", "vpce-1"],
].flat();

test("a trusted proxy says how it was called and from which network; a stranger says nothing", () => {
  const via = { host: "api.example.com", scheme: "https", port: 443, network: { vpceId: "vpce-1" } };
  const find = clientFinder("10.0.0.1");

  expect(find({ remoteAddress: "10.0.0.1", headers: told }).via).toEqual(via);
  expect(find({ remoteAddress: "192.0.2.1", headers: told }).via).toEqual({});
  expect(clientFinder("")({ remoteAddress: "10.0.0.1", headers: told }).via).toEqual({});
});

test("what a proxy says is believed in its form only", () => {
  const headers = ["X-Forwarded-Host", "a b/c", "X-Forwarded-Proto", "gopher", "X-Forwarded-Port", "443x"];

  expect(clientFinder("10.0.0.1")({ remoteAddress: "10.0.0.1", headers }).via).toEqual({});
});

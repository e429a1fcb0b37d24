import { expect, test } from "vitest";
import { definitionOf, mockRoute } from "../lib/gateway/testing/definition-fixture.ts";
import { fakePorts } from "../lib/gateway/testing/fake-ports.ts";
import type { Client } from "../lib/ports/client-address.ts";
import { releaseOf } from "../tests/gateway/cache-fixture.ts";
import { DomainTable } from "./domain-table.ts";
import { FactsCollector } from "./facts.ts";
import type { Reply, TlsFacts } from "./listener.ts";
import { serveRequest } from "./serve-request.ts";
import { buildStageTable } from "./stage-table.ts";

const host = "abcdefghij.execute-api.us-east-1.localhost";

/** What a client gets whose connection is like this, from an API with this policy. */
async function ask(
  securityPolicy: string | undefined,
  version: string | undefined,
  { mode, serverName = "", client = {} }: { mode?: string; serverName?: string; client?: Partial<Client> } = {},
) {
  const definition = definitionOf({ "GET /": mockRoute("served") });
  const settings = { ...definition.settings, ...(securityPolicy && { securityPolicy }), ...(mode && { endpointAccessMode: mode }) };
  const { release, snapshot } = releaseOf({ ...definition, settings });
  const sources = { [release.snapshotHash]: { kind: "inline" as const, snapshot } };
  const { table } = await buildStageTable(new Map(), { version: 1, stages: [release], sources }, "token");
  const ports = fakePorts();
  const facts = new FactsCollector(ports.clock);
  const tls: { tls?: TlsFacts } = version === undefined ? {} : { tls: { serverName, version, client: undefined } };
  const body = { length: 0, stream: [] as never, collect: () => Promise.resolve(Buffer.alloc(0)) };
  const answer = await new Promise<{ status: number; body: string }>((resolve) => {
    const reply: Reply = {
      isGone: false,
      onGone: () => undefined,
      head: () => undefined,
      send: (status, _headers, text) => resolve({ status, body: String(text) }),
      write: () => true,
      onDrain: () => undefined,
      end: () => undefined,
      abort: () => resolve({ status: 0, body: "aborted" }),
    };
    const head = { method: "GET", target: "/test/", headers: ["Host", host], host, protocol: "HTTP/1.1", scheme: "https" as const, ...tls };
    serveRequest(
      {
        ...{ table: () => table, sockets: () => new Map(), ask: () => Promise.resolve({ kind: "gone" }), domains: new DomainTable() },
        ...{ ports, facts, findClient: () => ({ sourceIp: "127.0.0.1", trustedHops: 0, via: {}, ...client }), preview: () => false },
        reportBug: (_id, error) => expect(error).toBeUndefined(),
      },
      { ...head, remoteAddress: "127.0.0.1", localPort: 443 },
      body,
      reply,
    );
  });
  return { ...answer, records: facts.takeRecords() };
}

test.each([
  { securityPolicy: undefined, version: "TLSv1" },
  { securityPolicy: "TLS_1_0", version: "TLSv1" },
  { securityPolicy: "TLS_1_2", version: "TLSv1.2" },
  { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09", version: "TLSv1.3" },
  { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09", version: undefined },
])("$version is taken by an API with the policy $securityPolicy", async ({ securityPolicy, version }) => {
  expect(await ask(securityPolicy, version)).toMatchObject({ status: 200, body: "served" });
});

test.each([
  { securityPolicy: "TLS_1_2", version: "TLSv1.1", needed: "TLSv1.2" },
  { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09", version: "TLSv1.2", needed: "TLSv1.3" },
  { securityPolicy: "one of a later version", version: "TLSv1.2", needed: "TLSv1.3" },
])("$version is too old for an API with the policy $securityPolicy", async ({ securityPolicy, version, needed }) => {
  const { status, body, records } = await ask(securityPolicy, version);

  expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
  expect(records).toMatchObject([{ status: 403, reason: "TLS_TOO_OLD", evidence: { version, needed } }]);
});

const policy = "SecurityPolicy_TLS13_1_3_2025_09";
const throughEndpoint = { via: { network: { vpceId: "vpce-1" } } };

test.each([
  { name: "the name that is called is the one of the connection", asked: { serverName: host } },
  { name: "a trusted proxy ended TLS", asked: { serverName: "proxy.internal", client: { trustedHops: 1 } } },
])("a strict endpoint takes a request when $name", async ({ asked }) => {
  expect(await ask(policy, "TLSv1.3", { mode: "STRICT", ...asked })).toMatchObject({ status: 200 });
});

test.each([
  { name: "another name was asked for", asked: { serverName: "other.example.com" }, evidence: { serverName: "other.example.com", host } },
  { name: "no name was asked for", asked: {}, evidence: { serverName: "none", host } },
  {
    name: "it came through a VPC endpoint",
    asked: { serverName: host, client: throughEndpoint },
    evidence: { endpoint: "public", network: "vpce-1" },
  },
])("a strict endpoint refuses a request when $name, and a basic one takes it", async ({ asked, evidence }) => {
  const { status, body, records } = await ask(policy, "TLSv1.3", { mode: "STRICT", ...asked });

  expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
  expect(records).toMatchObject([{ status: 403, reason: "ENDPOINT_MISMATCH", evidence }]);
  expect(await ask(policy, "TLSv1.3", { mode: "BASIC", ...asked })).toMatchObject({ status: 200 });
});

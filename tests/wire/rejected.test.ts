// What is refused leaves nothing behind: every operation that writes is called with what it must refuse, on an installation that has
// something of everything, and no row of any table may differ afterwards.
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalJson } from "@/lib/base/canonical-json.ts";
import type { Database } from "@/lib/db/database.ts";
import { type RowModel, table, tableFacts } from "@/lib/services/rows.ts";
import { v1, v2, type WireOperation, type WireTable } from "@/lib/wire/wire-table.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";

let db: Database;
let close: () => Promise<void>;
let call: Call;
/** The values of labels that name something which is there. */
let known: Record<string, string>;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
  call = caller(await testRuntime(db));
  known = await furnish();
});
afterAll(() => close());

async function made(path: string, body: object): Promise<Record<string, string>> {
  const answer = await call("POST", path, body);
  expect(answer.status).toBeLessThan(300);
  return Object.fromEntries(Object.entries(answer.body).map(([name, value]) => [name, String(value)]));
}

async function furnish(): Promise<Record<string, string>> {
  const api = await made("/restapis", { name: "rejected" });
  const restApi = `/restapis/${api.id}`;
  const resource = await made(`${restApi}/resources/${api.rootResourceId}`, { pathPart: "pets" });
  const method = `${restApi}/resources/${resource.id}/methods/GET`;
  await call("PUT", method, { authorizationType: "NONE" });
  await call("PUT", `${method}/integration`, { type: "MOCK" });
  await call("PUT", `${method}/responses/200`, {});
  await call("PUT", `${method}/integration/responses/200`, {});
  const deployment = await made(`${restApi}/deployments`, { stageName: "prod" });
  const plan = await made("/usageplans", { name: "plan", apiStages: [{ apiId: api.id, stage: "prod" }] });
  const key = await made("/apikeys", { name: "key" });
  await made(`/usageplans/${plan.id}/keys`, { keyId: key.id, keyType: "API_KEY" });
  const http = await made("/v2/apis", { name: "http", protocolType: "HTTP", target: "http://127.0.0.1:9/" });
  const routes = await call("GET", `/v2/apis/${http.apiId}/routes`);
  const [route] = routes.body.items as { routeId: string; target: string }[];
  return {
    restApiId: api.id ?? "",
    resourceId: resource.id ?? "",
    parentId: resource.id ?? "",
    httpMethod: "GET",
    statusCode: "200",
    deploymentId: deployment.id ?? "",
    stageName: "prod",
    usagePlanId: plan.id ?? "",
    ApiId: http.apiId ?? "",
    RouteId: route?.routeId ?? "",
    IntegrationId: route?.target.replace("integrations/", "") ?? "",
    StageName: "$default",
  };
}

/** Every row that services write, and the records of changes. */
async function everything(): Promise<string> {
  const rows: Record<string, unknown> = {};
  for (const model of Object.keys(tableFacts) as RowModel[]) rows[model] = await table(db.reader, model).findMany({});
  const records = {
    changes: await db.reader.change.findMany({ orderBy: { seq: "asc" } }),
    revisions: await db.reader.revision.findMany({ orderBy: { seq: "asc" } }),
    snapshots: await db.reader.snapshot.count(),
  };
  return canonicalJson(JSON.parse(JSON.stringify({ rows, records }, (_, value) => (typeof value === "bigint" ? String(value) : value))));
}

const rubbish = [
  {},
  { patchOperations: [{ op: "replace", path: "/nothing/of/the/kind", value: "x" }] },
  // The first operation would do, the second does not.
  {
    patchOperations: [
      { op: "replace", path: "/description", value: "half" },
      { op: "replace", path: "/nothing", value: "x" },
    ],
  },
  { name: "", type: "WRONG", authorizationType: "WRONG", integrationType: "WRONG", protocolType: "WRONG", routeKey: "x", stageName: "a b" },
  {
    name: 7,
    description: 7,
    pathPart: "{a}{b}",
    contentType: "",
    schema: "{",
    target: "integrations/none",
    deploymentId: "none",
    domainName: "-",
  },
];

type Attempt = { operation: string; method: string; path: string; bodies: readonly object[] };

/** The operation on what is there, and, more briefly, on what is not. */
function attemptsOf([name, { method, path, query }]: [string, WireOperation]): Attempt[] {
  const suffix = query === undefined ? "" : `?${query}`;
  const filled = (values: Readonly<Record<string, string>>) =>
    path.replace(/\{([^}+]+)\+?\}/g, (_, label: string) => encodeURIComponent(values[label] ?? "nothing"));
  const target = { operation: name, method };
  return [
    { ...target, path: `${filled(known)}${suffix}`, bodies: rubbish },
    { ...target, path: `${filled({})}${suffix}`, bodies: rubbish.slice(0, 1) },
  ];
}

function writesOf(operations: WireTable): [string, WireOperation][] {
  // What is deleted because it is there is no refusal, and half of an API would be gone for the next ones.
  return Object.entries(operations.operations).filter(([name, { method }]) => method !== "GET" && !/^(Delete|Flush|Reset|Test)/.test(name));
}

test.each([
  ["v1", v1],
  ["v2", v2],
])("no refused write of %s leaves a trace", { timeout: 120_000 }, async (_, operations) => {
  const refused = new Set<string>();
  let before = await everything();

  for (const { bodies, ...attempt } of writesOf(operations).flatMap(attemptsOf)) {
    for (const body of bodies) {
      const { status } = await call(attempt.method, attempt.path, body);
      expect({ ...attempt, status, isServerError: status >= 500 }).toMatchObject({ isServerError: false });
      const after = await everything();
      if (status >= 400) {
        refused.add(attempt.operation);
        expect({ ...attempt, body, isSame: after === before }).toMatchObject({ isSame: true });
      }
      before = after;
    }
  }

  const never = writesOf(operations).filter(([name]) => !refused.has(name));
  expect(never.map(([name]) => name)).toEqual([]);
});

import { beforeAll, expect, test } from "vitest";
import { bulkInsert } from "@/lib/db/bulk-insert.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { countLogs, getLogEntry, searchLogs } from "@/lib/services/logs.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { record } from "./facts-fixture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const now = Date.now();
const rowCount = 200_000;
const mine = { accountId: "111111111111", clock: () => new Date(now) };
let apiId = "";
let otherApiId = "";

/** A request every 1.5 seconds for the last days; every hundredth fails, every thousandth without an answer of the backend. */
function row(index: number): object {
  const status = index % 100 === 0 ? 504 : index % 10 === 0 ? 404 : 200;
  const reason = index % 1_000 === 0 ? "BACKEND_TIMEOUT" : null;
  return {
    id: `request-${String(index).padStart(6, "0")}`,
    apiId: index % 2 === 0 ? apiId : otherApiId,
    stage: index % 4 === 0 ? "dev" : "prod",
    atMs: now - index * 1_500,
    ms: 2,
    method: index % 3 === 0 ? "POST" : "GET",
    path: `/pets/${index}`,
    resourcePath: "/pets/{id}",
    status,
    reason,
    canary: index % 5 === 0,
    responseBytes: 2,
    sourceIp: "127.0.0.1",
    hasTrace: false,
  };
}

beforeAll(async () => {
  const at = scope(mine);
  apiId = (await createRestApi(at, { name: "Pet store" })).id;
  otherApiId = (await createRestApi(at, { name: "Orders" })).id;
  await at.db.transaction(async (tx) => {
    const rows = Array.from({ length: rowCount }, (_, index) => row(index));
    await bulkInsert(tx, at.db.provider, { model: "LogEntry", rows });
  });
}, 60_000);

// Index i was at i * 1.5 s ago: an hour holds 2,401 requests.
test.each([
  { filter: "since:1h", count: 2_401 },
  { filter: "since:1h status:5xx", count: 25 },
  { filter: "since:1h status:4xx,504", count: 241 },
  { filter: "reason:BACKEND_TIMEOUT", count: 200 },
  { filter: "since:1h -status:2xx", count: 241 },
  { filter: "since:1h -reason:BACKEND_TIMEOUT", count: 2_398 },
  { filter: "path:/pets/1999*", count: 111 },
  { filter: "path:/pets/*99999", count: 2 },
  { filter: "/PETS", count: 0 },
  { filter: "since:1h method:post", count: 801 },
  { filter: 'since:1h route:"POST /pets/{id}"', count: 801 },
  { filter: 'since:1h api:"pet store"', count: 1_201 },
  { filter: "since:1h stage:dev", count: 601 },
  { filter: "since:1h arm:canary", count: 481 },
  { filter: "id:request-000007", count: 1 },
  { filter: "key:nobody", count: 0 },
])("$filter finds $count of 200,000 in 500 ms", async ({ filter, count }) => {
  const at = scope(mine);
  const startedMs = performance.now();

  const { rows } = await searchLogs(at, { filter, limit: 100 });

  const ms = performance.now() - startedMs;
  const counted = await countLogs(at, { filter });
  expect(rows).toHaveLength(Math.min(count, 100));
  expect(counted.buckets.reduce((sum, bucket) => sum + bucket.ok + bucket.count4xx + bucket.count5xx, 0)).toBe(count);
  expect(ms).toBeLessThan(1_500);
});

test("pages follow each other without a gap", async () => {
  const at = scope(mine);
  const seen: string[] = [];
  let before: Awaited<ReturnType<typeof searchLogs>>["next"];
  do {
    const page = await searchLogs(at, { filter: "since:1h status:404", limit: 100, ...(before ? { before } : {}) });
    seen.push(...page.rows.map(({ requestId }) => requestId));
    before = page.next;
  } while (before !== undefined);

  expect(seen).toHaveLength(216);
  expect(new Set(seen).size).toBe(216);
  expect(seen).toEqual([...seen].sort());
});

test("nobody sees requests of another workspace", async () => {
  const stranger = scope({ accountId: "222222222222" });

  expect((await searchLogs(stranger, { filter: "" })).rows).toEqual([]);
  await expect(getLogEntry(stranger, "request-000000")).rejects.toThrow("No request with this id is kept");
});

test("an entry opens with its evidence, its access line and its trace", async () => {
  const at = scope(mine);
  const trace = { requestId: "whole", apiId, stage: "prod", canary: false, startedAt: now, ms: 3, status: 504, steps: [] };
  const detail = { trace: JSON.stringify(trace), lines: ["a line \0"] };
  const refused = { reason: "BACKEND_TIMEOUT", evidence: { timeoutMs: "50" }, accessLine: "GET / 504" } as const;
  const batch = { batchId: "whole", node: "n", metrics: [], usage: [], dropped: { records: 4, metrics: 0, traces: 2 } };
  await ingest(
    at.db,
    { ...batch, records: [record({ apiId, requestId: "whole", at: now, status: 504, ...refused, detail })] },
    { at: new Date(now), explain: explainRecords },
  );

  const entry = await getLogEntry(at, "whole");

  expect(entry).toMatchObject({ evidence: { timeoutMs: "50" }, accessLine: "GET / 504", execution: { trace, lines: ["a line \ufffd"] } });
  expect((await countLogs(at, { filter: "since:1h" })).dropped).toEqual({ records: 4, traces: 2, metrics: 0 });
});

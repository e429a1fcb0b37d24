import { z } from "zod";
import { type TraceRecord, traceSchema } from "../definition/trace.ts";
import { notFound } from "./errors.ts";
import { demand, type Scope } from "./scope.ts";

/** What a test in the console came to. */
export const testRunSchema = z.object({
  status: z.number(),
  ms: z.number(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  bodyIsBase64: z.boolean(),
  bodyBytes: z.number(),
  trace: traceSchema,
  log: z.string().optional(),
});
export type TestRun = z.infer<typeof testRunSchema>;

const runsKept = 500;
/** As much of a body as traces keep several times over; a multiple of four, so that base64 stays whole. */
const bodyKeptMax = 262_144;
const idOf = (requestId: string) => `test/${requestId}`;

/** Keeps a test run, so that its trace has an address; the oldest go when there are more than 500. */
export async function keepTestRun(scope: Scope, apiId: string, run: TestRun): Promise<void> {
  const { requestId, stage } = run.trace;
  const request = findRequest(run.trace);
  const row = {
    id: idOf(requestId),
    requestId,
    apiId,
    stage,
    at: scope.clock(),
    method: request.method,
    path: request.path,
    status: run.status,
    reason: run.trace.reason ?? null,
    ms: run.ms,
  };
  const record = JSON.parse(JSON.stringify({ ...run, body: run.body.slice(0, bodyKeptMax) }, storable));
  await scope.db.transaction(async (tx) => {
    await tx.logEntry.create({ data: { ...row, record } });
    const surplus = await tx.logEntry.findMany({
      where: { id: { startsWith: "test/" } },
      orderBy: { at: "desc" },
      skip: runsKept,
      select: { id: true },
    });
    if (surplus.length > 0) await tx.logEntry.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
  });
}

/** Texts as every database keeps them: without U+0000 and without halves of a character. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === "string" ? Buffer.from(value.replaceAll("\0", "\uFFFD")).toString() : value;
}

export async function getTestRun(scope: Scope, input: { apiId: string; requestId: string }): Promise<TestRun> {
  demand(scope, "read", "test-run:get");
  const row = await scope.db.reader.logEntry.findUnique({ where: { id: idOf(input.requestId) } });
  const api = row === null ? null : await scope.db.reader.api.findUnique({ where: { id: row.apiId }, select: { workspaceId: true } });
  if (row === null || row.apiId !== input.apiId || api?.workspaceId !== scope.workspace.id)
    throw notFound("This test run is not kept any more. Send the request again.");
  return testRunSchema.parse(row.record);
}

function findRequest(trace: TraceRecord): { method: string; path: string } {
  const seen = trace.steps.find((step) => step.in?.method !== undefined)?.in;
  return { method: seen?.method ?? "", path: seen?.url ?? "" };
}

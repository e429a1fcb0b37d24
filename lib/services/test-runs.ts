import { z } from "zod";
import { storable } from "../base/storable.ts";
import { traceSchema } from "../definition/trace.ts";
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

/** Keeps a test run, so that its trace has an address; the oldest go when there are more than 500. */
export async function keepTestRun(scope: Scope, apiId: string, run: TestRun): Promise<void> {
  const record = JSON.parse(JSON.stringify({ ...run, body: run.body.slice(0, bodyKeptMax) }, storable));
  await scope.db.transaction(async (tx) => {
    await tx.testRun.create({ data: { id: run.trace.requestId, apiId, at: scope.clock(), record } });
    const surplus = await tx.testRun.findMany({ orderBy: { at: "desc" }, skip: runsKept, select: { id: true } });
    if (surplus.length > 0) await tx.testRun.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
  });
}

export async function getTestRun(scope: Scope, input: { apiId: string; requestId: string }): Promise<TestRun> {
  demand(scope, "read", "test-run:get");
  const row = await scope.db.reader.testRun.findUnique({ where: { id: input.requestId } });
  const api = row === null ? null : await scope.db.reader.api.findUnique({ where: { id: row.apiId }, select: { workspaceId: true } });
  if (row === null || row.apiId !== input.apiId || api?.workspaceId !== scope.workspace.id)
    throw notFound("This test run is not kept any more. Send the request again.");
  return testRunSchema.parse(row.record);
}

import { z } from "zod";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { type TraceRecord, traceSchema } from "../definition/trace.ts";
import type { SeenPolicy } from "../lint/subject.ts";
import type { Scope } from "./scope.ts";
import { testRunSchema } from "./test-runs.ts";

/** As many requests and tests as are looked through, the newest ones. */
const tracesMax = 20;
const policyLengthMax = 65_536;

type Seen = { restApiId: string; authorizerId: string; principalId: string; policy: string };

/** Keeps what an authorizer answered in a test; the next one takes its place. */
export async function keepSeenPolicy(scope: Scope, { restApiId: apiId, authorizerId: id, principalId, policy }: Seen): Promise<void> {
  if (policy.length > policyLengthMax) return;
  const seen = { apiId, principalId, policy, at: scope.clock() };
  await scope.db.transaction((tx) => tx.seenPolicy.upsert({ where: { id }, create: { id, ...seen }, update: seen }));
}

/** The policies that the Lambda authorizers of an API gave lately: in their tests, in tests of methods and in logged requests. */
export async function listSeenPolicies(scope: Scope, definition: RestApiDefinition): Promise<SeenPolicy[]> {
  const ids = new Set(definition.authorizers.filter(({ type }) => type !== "COGNITO_USER_POOLS").map(({ id }) => id));
  if (ids.size === 0) return [];
  const { apiId } = definition;
  const { accountId, region } = scope.workspace;
  const kept = await scope.db.reader.seenPolicy.findMany({ where: { apiId } });
  const traces = [...(await loadLoggedTraces(scope, apiId)), ...(await loadTestedTraces(scope, apiId))];
  const tested = kept.map(({ id, principalId, policy }) => ({ authorizerId: id, stageName: testedStage, principalId, policy }));
  return [...tested, ...traces.flatMap(policiesIn)]
    .filter(({ authorizerId }) => ids.has(authorizerId))
    .map((seen) => ({ ...seen, accountId, region }));
}

/** The stage that requests of an authorizer's test have. */
const testedStage = "ESTestInvoke-stage";

async function loadLoggedTraces(scope: Scope, apiId: string): Promise<TraceRecord[]> {
  const { reader } = scope.db;
  const entries = await reader.logEntry.findMany({
    where: { apiId, hasTrace: true },
    orderBy: { atMs: "desc" },
    take: tracesMax,
    select: { id: true },
  });
  const details = await reader.logDetail.findMany({ where: { id: { in: entries.map(({ id }) => id) } }, select: { trace: true } });
  return details.flatMap(({ trace }) => traceSchema.safeParse(JSON.parse(trace)).data ?? []);
}

async function loadTestedTraces(scope: Scope, apiId: string): Promise<TraceRecord[]> {
  const runs = await scope.db.reader.testRun.findMany({ where: { apiId }, orderBy: { at: "desc" }, take: tracesMax });
  return runs.flatMap(({ record }) => testRunSchema.safeParse(record).data?.trace ?? []);
}

const answerSchema = z.object({ principalId: z.string(), policyDocument: z.unknown() });

function policiesIn({ stage, steps }: TraceRecord): Omit<SeenPolicy, "accountId" | "region">[] {
  return steps.flatMap(({ kind, out, config }) => {
    const answer = kind === "authorizer" && config !== undefined ? parseAnswer(out?.body) : undefined;
    if (answer === undefined || config === undefined) return [];
    return [
      { authorizerId: config.id, stageName: stage, principalId: answer.principalId, policy: JSON.stringify(answer.policyDocument) ?? "" },
    ];
  });
}

/** Logs of a stage may leave bodies out, or end in the middle of one. */
function parseAnswer(body = ""): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

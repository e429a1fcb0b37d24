import { z } from "zod";
import { fillSecrets } from "../definition/fill-request.ts";
import { traceSchema } from "../definition/trace.ts";
import type { StageCall } from "../gateway/sign-stage-call.ts";
import { callGateway, type GatewayRef } from "./call-gateway.ts";
import { notFound } from "./errors.ts";
import { table } from "./rows.ts";
import { demand, type Scope } from "./scope.ts";
import { showBody } from "./shown-body.ts";
import type { SignTest } from "./sign-test.ts";
import { loadStageSecrets } from "./stage-variables.ts";
import { keepTestRun, type TestRun } from "./test-runs.ts";

export type StageTest = StageCall;

const answerSchema = z.object({
  status: z.number(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.base64(),
  trace: traceSchema,
});

/** A real call of a stage of a REST or HTTP API: the gateway answers it with what it serves, and gives its trace besides. */
export async function testStage(scope: Scope, gateway: GatewayRef, input: StageTest, sign: SignTest = () => []): Promise<TestRun> {
  demand(scope, "test", "stage:test");
  const secrets = await loadStageSecrets(scope, input);
  const filled = fillSecrets(input, secrets);
  const { apiId, stageName, httpMethod, pathWithQueryString, headers, body } = filled;
  const call = {
    apiId,
    stageName,
    method: httpMethod,
    path: pathWithQueryString,
    headers: [...headers, ...sign(filled)],
    body: Buffer.from(body ?? "").toString("base64"),
  };
  const { answer } = await callGateway(gateway, "trace", call);
  const { status, headers: answered, body: bytes, trace } = answerSchema.parse(answer);
  const run = { status, ms: trace.ms, headers: answered, trace, ...showBody(Buffer.from(bytes, "base64")) };
  await keepTestRun(scope, apiId, run);
  return run;
}

/** Throws unless this workspace has the stage, of an API of any kind. */
export async function demandStage(scope: Scope, { apiId, stageName }: { apiId: string; stageName: string }): Promise<void> {
  const { reader } = scope.db;
  const api = await table(reader, "Api").findUnique({ where: { id: apiId } });
  const stage = await table(reader, "Stage").findFirst({ where: { apiId, name: stageName } });
  if (api?.workspaceId !== scope.workspace.id || stage === null) throw notFound("Invalid stage identifier specified");
}

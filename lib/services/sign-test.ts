import { signStageCall } from "../gateway/sign-stage-call.ts";
import { badRequest } from "./errors.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { demand, type Scope } from "./scope.ts";
import type { StageTest } from "./test-stage.ts";

/** The headers that sign a test of a stage, to be added to its own. */
export type SignTest = (call: StageTest) => [string, string][];

/** Signs with an access key of the actor, as a client that has it would; its secret stays here. */
export async function findTestSigner(
  scope: Scope,
  { sealer }: Pick<RuntimeCore, "sealer">,
  { accessKeyId }: { accessKeyId: string },
): Promise<SignTest> {
  demand(scope, "own", "access-key:sign");
  const { accountId, region } = scope.workspace;
  const row = await scope.db.reader.accessKey.findFirst({
    where: { id: accessKeyId, userId: scope.actor.userId, accountId, enabled: true },
    select: { secret: true },
  });
  const secretAccessKey = row === null ? undefined : sealer.open(row.secret, accessKeyId);
  if (secretAccessKey === undefined) throw badRequest("You have no access key with this id. Choose another one for the signature.");
  const credentials = { accessKeyId, secretAccessKey };
  return (call) => signStageCall(call, { credentials, region, nowMs: scope.clock().getTime() });
}

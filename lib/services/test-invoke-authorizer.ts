import type { Ports } from "../gateway/ports.ts";
import { type TestAuthorizerInput, type TestAuthorizerResult, testAuthorizer } from "../gateway/test-authorizer.ts";
import { getAuthorizer } from "./authorizers.ts";
import { loadDefinition } from "./definitions.ts";
import { getApiRow } from "./rest-apis.ts";
import { demand, type Scope } from "./scope.ts";
import { keepSeenPolicy } from "./seen-policies.ts";
import { read } from "./write.ts";

export type TestInvokeAuthorizerInput = TestAuthorizerInput & { restApiId: string; authorizerId: string };

/** Asks an authorizer of the draft what it decides about a request. */
export async function testInvokeAuthorizer(
  scope: Scope,
  ports: Ports,
  { restApiId, authorizerId, ...input }: TestInvokeAuthorizerInput,
): Promise<TestAuthorizerResult> {
  demand(scope, "test", "authorizer:test");
  const { entityVersion: _, ...authorizer } = await getAuthorizer(scope, { restApiId, authorizerId });
  const definition = await read(scope, async (source) => loadDefinition(source, await getApiRow(source, scope, restApiId)));
  const { accountId, region } = scope.workspace;
  const result = await testAuthorizer({ definition, authorizer }, input, ports, { accountId, region });
  const { principalId, policy } = result;
  if (principalId !== undefined && policy !== undefined) await keepSeenPolicy(scope, { restApiId, authorizerId, principalId, policy });
  return result;
}

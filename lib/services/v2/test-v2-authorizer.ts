import type { Ports } from "../../gateway/ports.ts";
import type { TestAuthorizerResult } from "../../gateway/test-authorizer.ts";
import { testV2Authorizer as ask, type TestV2AuthorizerInput } from "../../gateway/test-v2-authorizer.ts";
import { notFound } from "../errors.ts";
import { demand, type Scope } from "../scope.ts";
import { getV2Definition } from "./get-definition.ts";

/** Asks an authorizer of the draft whether a request may pass. */
export async function testV2Authorizer(
  scope: Scope,
  ports: Ports,
  { apiId, authorizerId, ...input }: TestV2AuthorizerInput & { apiId: string; authorizerId: string },
): Promise<TestAuthorizerResult> {
  demand(scope, "test", "authorizer:test");
  const definition = await getV2Definition(scope, apiId);
  const authorizer = definition.authorizers.find((each) => each.authorizerId === authorizerId);
  if (authorizer === undefined) throw notFound(`Unable to find Authorizer by id ${authorizerId} within the provided RestApi`);
  const { accountId, region } = scope.workspace;
  return ask({ definition, authorizer }, input, ports, { accountId, region });
}

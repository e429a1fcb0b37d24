import { z } from "zod";
import type { AuthorizerOperations, AuthorizerTest } from "@/lib/client/access-operations";
import { httpVerbs } from "@/lib/definition/http-verbs";
import { createAuthorizer, deleteAuthorizer, updateAuthorizer } from "@/lib/services/authorizers";
import { simulateAccess } from "@/lib/services/simulate-access";
import { testInvokeAuthorizer } from "@/lib/services/test-invoke-authorizer";
import { testV2Authorizer } from "@/lib/services/v2/test-v2-authorizer";
import { apiKey, id } from "./_inputs";
import type { Row } from "./_row";

const text = z.string().max(2_048);
const authorizerKey = apiKey.extend({ authorizerId: id });
const fields = z.object({
  name: z.string().max(128),
  type: z.enum(["TOKEN", "REQUEST", "COGNITO_USER_POOLS"]),
  authorizerUri: text.optional(),
  authorizerCredentials: text.optional(),
  identitySource: text.optional(),
  identityValidationExpression: text.optional(),
  authorizerResultTtlInSeconds: z.number().int().optional(),
  providerARNs: z.array(text).max(1_000).optional(),
});
const describedRequest = {
  pathWithQueryString: z.string().max(16_384),
  headers: z.array(z.tuple([z.string().max(256), z.string().max(16_384)])).max(100),
  stageVariables: z.record(z.string().max(64), z.string().max(2_048)),
};

/** Calls about the authorizers and the policy of an API. */
export const authorizerOperations: { [N in keyof AuthorizerOperations]: Row<N> } = {
  createAuthorizer: {
    kind: "mutation",
    input: fields.extend({ apiId: id }),
    run: async ({ scope }, { apiId: restApiId, ...input }) => ({
      authorizerId: (await createAuthorizer(scope, { restApiId, ...input })).id,
    }),
  },
  updateAuthorizer: {
    kind: "mutation",
    input: authorizerKey.extend({ fields, expectedVersion: z.number().int().optional() }),
    run: async ({ scope }, { apiId: restApiId, authorizerId, fields: wanted, expectedVersion }) => {
      const options = expectedVersion === undefined ? {} : { expectedVersion };
      // What tools alone can set stays; the service parses the result again.
      const change = <Draft extends object>(draft: Draft): Draft => ({ ...draft, ...unset, ...wanted });
      await updateAuthorizer(scope, { restApiId, authorizerId }, change, options);
      return {};
    },
  },
  deleteAuthorizer: {
    kind: "mutation",
    input: authorizerKey,
    run: async ({ scope }, { apiId: restApiId, authorizerId }) => {
      await deleteAuthorizer(scope, { restApiId, authorizerId });
      return {};
    },
  },
  simulateAccess: {
    kind: "mutation",
    input: apiKey.extend({
      stageName: id,
      of: z.enum(["draft", "stage"]),
      policy: z.string().max(20_000).optional(),
      resourcePath: text,
      httpMethod: z.enum(httpVerbs),
      target: describedRequest.pathWithQueryString,
      headers: describedRequest.headers,
      sourceIp: z.string().max(64),
      vpceId: id.optional(),
      keyId: id.optional(),
      accessKeyId: id.optional(),
    }),
    run: async ({ scope, runtime }, { apiId: restApiId, ...input }) => ({
      gates: await simulateAccess(scope, runtime, { restApiId, ...input }),
    }),
  },
  testAuthorizer: {
    kind: "mutation",
    input: authorizerKey.extend(describedRequest),
    run: async ({ scope, runtime }, { apiId: restApiId, authorizerId, headers, ...input }) => {
      const request = { restApiId, authorizerId, ...input, multiValueHeaders: valuesByName(headers) };
      return testView(await testInvokeAuthorizer(scope, runtime.ports, request));
    },
  },
  testV2Authorizer: {
    kind: "mutation",
    input: authorizerKey.extend({ ...describedRequest, scopes: z.array(z.string().max(64)).max(10) }),
    run: async ({ scope, runtime }, { headers, ...input }) =>
      testView(await testV2Authorizer(scope, runtime.ports, { ...input, multiValueHeaders: valuesByName(headers) })),
  },
};

/** The fields of the form, so that those which a patch does not have are taken away. */
const unset = {
  authorizerUri: undefined,
  authorizerCredentials: undefined,
  identitySource: undefined,
  identityValidationExpression: undefined,
  authorizerResultTtlInSeconds: undefined,
  providerARNs: undefined,
  authType: undefined,
};

function testView({ refusal, authorization, ...outcome }: Awaited<ReturnType<typeof testInvokeAuthorizer>>): AuthorizerTest {
  return {
    ...outcome,
    ...(authorization === undefined ? {} : { context: firstValues(authorization) }),
    ...(refusal === undefined ? {} : { reason: refusal.reason, evidence: { ...refusal.evidence } }),
  };
}

function valuesByName(headers: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headers) values[name] = [...(values[name] ?? []), value];
  return values;
}

function firstValues(lists: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, [value = ""]]) => [name, value]));
}

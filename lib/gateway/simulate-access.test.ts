import { expect, test } from "vitest";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { compileRestApi } from "./compile-rest.ts";
import { compileHiding, type HideSecrets } from "./hide-secrets.ts";
import { serveRest } from "./serve-rest.ts";
import { simulateAccess } from "./simulate-access.ts";
import { definitionOf, mockRoute, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "./testing/fake-ports.ts";
import { noTrace } from "./trace.ts";

const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:who/invocations";
const everybody = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const allow = { Effect: "Allow", ...everybody };
const deny = { Effect: "Deny", ...everybody };
const elsewhere = { ...allow, Sid: "Office", Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } } };

type Answer = "Allow" | "Deny" | "nothing" | "nonsense";

function definition({ policy, isGuarded }: { policy?: readonly object[] | undefined; isGuarded: boolean }): RestApiDefinition {
  const method = isGuarded ? { authorizationType: "CUSTOM", authorizerId: "auth1" } : {};
  const made = definitionOf({ "GET /a": { ...mockRoute("ok"), method } });
  const authorizer = {
    id: "auth1",
    name: "who",
    type: "TOKEN",
    authorizerUri: functionUri,
    identitySource: "method.request.header.Authorization",
    authorizerResultTtlInSeconds: 0,
  };
  return {
    ...made,
    settings: { ...made.settings, ...(policy === undefined ? {} : { policy: JSON.stringify({ Statement: policy }) }) },
    authorizers: isGuarded ? [authorizer] : [],
  };
}

function functionAnswer(answer: Answer): { body: string } {
  if (answer === "nonsense") return { body: "nonsense" };
  const [Effect, Resource] = answer === "nothing" ? ["Allow", "arn:aws:execute-api:*:*:other/*"] : [answer, "*"];
  const policyDocument = { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] };
  return { body: JSON.stringify({ principalId: "me", policyDocument }) };
}

async function ask(api: RestApiDefinition, ports: ReturnType<typeof fakePorts>, headers: Record<string, string[]>, hide?: HideSecrets) {
  const resource = api.resources.find(({ path }) => path === "/a");
  const method = resource?.resourceMethods.GET;
  if (resource === undefined || method === undefined) throw new Error("the fixture has GET /a");
  const call = { resourceId: resource.id, resourcePath: "/a", target: "/a", headers, sourceIp: fakeRequest("GET /a", {}).sourceIp };
  return simulateAccess({ definition: api, stage: { ...stageOf(api), hide }, method }, call, ports);
}

const policies = { none: undefined, allow: [allow], deny: [allow, deny], elsewhere: [elsewhere] } as const;
const answers: readonly (Answer | undefined)[] = [undefined, "Allow", "Deny", "nothing", "nonsense"];
const cases = Object.entries(policies).flatMap(([name, policy]) => answers.map((answer) => ({ name, policy, answer })));

test.each(cases)(
  "with the policy $name and a function that answers $answer the gates say what a call meets",
  async ({ policy, answer }) => {
    const api = definition({ policy, isGuarded: answer !== undefined });
    const ports = fakePorts(() => functionAnswer(answer ?? "Allow"));
    const headers = ["Authorization", "secret"];

    const gates = await ask(api, ports, { Authorization: ["secret"] });
    const { facts } = await serveRest(compileRestApi(api, stageOf(api)), fakeRequest("GET /a", { headers }), ports, noTrace);

    const reasons = gates.flatMap(({ verdict, reason }) => (verdict === "refuses" ? [reason] : []));
    if (facts.refusal === undefined) expect(reasons).toEqual([]);
    else expect(reasons).toContain(facts.refusal.reason);
  },
);

test("a function that repeats a secret variable in its failure tells it to nobody", async () => {
  const token = "the-real-token-1234567890";
  const api = definition({ isGuarded: true });
  const ports = fakePorts(() => ({
    headers: ["X-Amz-Function-Error", "Unhandled"],
    body: JSON.stringify({ errorMessage: `${token} is over` }),
  }));

  const gates = await ask(api, ports, { Authorization: ["x"] }, compileHiding([token]));

  expect(gates[1]?.evidence).toMatchObject({ message: "******** is over" });
});

test("each statement says which part of it does not fit the caller", async () => {
  const api = definition({ policy: [elsewhere, { ...deny, Resource: "execute-api:/other/*" }], isGuarded: false });

  const [policy] = await ask(api, fakePorts(), {});

  expect(policy?.evidence?.["Statement 1 Office (Allow)"]).toMatch(/^asks for aws:sourceip IpAddress 198\.51\.100\.0\/24; it is \S+$/);
  expect(policy?.evidence?.["Statement 2 (Deny)"]).toMatch(/^is not about arn:aws:execute-api:.*\/GET\/a$/);
});

test("a missing token is told without the function being asked", async () => {
  const ports = fakePorts(() => {
    throw new Error("nobody asks the function");
  });

  const [, authorizer] = await ask(definition({ isGuarded: true }), ports, {});

  expect(authorizer).toMatchObject({ verdict: "refuses", reason: "TOKEN_MISSING", sentence: "A client gets 401: Unauthorized." });
});

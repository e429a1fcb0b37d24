import { expect, test } from "vitest";
import { compileRestApi } from "../compile-rest.ts";
import { wholeBody } from "../compression.ts";
import { findHeader } from "../message.ts";
import { type HttpCall, HttpFailure } from "../ports.ts";
import { serveRest } from "../serve-rest.ts";
import { TargetGroup } from "../target-group.ts";
import { definitionOf, proxyRoute, stageOf } from "../testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../testing/fake-ports.ts";
import { noTrace } from "../trace.ts";

const targets = [
  { host: "10.0.0.1", port: 8080, weight: 1 },
  { host: "10.0.0.2", port: 8080, weight: 1 },
];

/** A proxy over a link, and the calls that it made; the first target fails as `failure` says. */
function linked(connectionId: string, failure?: HttpFailure) {
  const calls: HttpCall[] = [];
  const ports = fakePorts((call) => {
    calls.push(call);
    return failure !== undefined && call.origin.includes("10.0.0.1") ? failure : { body: call.origin };
  });
  const integration = { connectionType: "VPC_LINK", connectionId } as const;
  const definition = definitionOf({ "POST /": proxyRoute("https://orders.internal/base", "POST", integration) });
  const vpcLinks = new Map([
    ["link1", new TargetGroup(targets)],
    ["named", new TargetGroup([])],
  ]);
  const api = compileRestApi(definition, stageOf(definition, { vpcLinks, variables: { link: "link1" } }));
  const post = async () => {
    const { reply, facts } = await serveRest(api, fakeRequest("POST /", { body: "x" }), ports, noTrace);
    return { status: reply.status, body: (await wholeBody(reply)).toString(), reason: facts.refusal?.reason };
  };
  return { calls, post };
}

test("a call goes to the targets in turn, under the name in the address", async () => {
  const { calls, post } = linked("${stageVariables.link}");

  const bodies = [(await post()).body, (await post()).body];

  expect(bodies).toEqual(["https://10.0.0.1:8080", "https://10.0.0.2:8080"]);
  expect(calls[0]).toMatchObject({ path: "/base", servername: "orders.internal" });
  expect(findHeader(calls[0]?.headers ?? [], "host")).toBe("orders.internal");
});

test("a target that takes no connection is passed over", async () => {
  const { calls, post } = linked("link1", new HttpFailure("refused", "no"));

  const answers = [await post(), await post(), await post(), await post(), await post(), await post(), await post()];

  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(["https://10.0.0.2:8080"]));
  expect(calls.filter(({ origin }) => origin.includes("10.0.0.1"))).toHaveLength(3);
});

test("a call that broke off is not repeated elsewhere", async () => {
  const { post } = linked("link1", new HttpFailure("broken", "reset"));

  expect([(await post()).reason, (await post()).status]).toEqual(["BACKEND_BROKEN", 200]);
});

test("a link of load balancers leaves the name to be found, an unknown link is a fault of the configuration", async () => {
  expect(await linked("named").post()).toMatchObject({ status: 200, body: "https://orders.internal" });
  expect(await linked("none").post()).toMatchObject({ status: 500, reason: "CONFIGURATION_INVALID" });
});

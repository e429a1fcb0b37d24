import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import { describeStack, listStackEvents, listStackResources } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack, deleteStack, noUpdates, updateStack } from "@/lib/services/stacks/stacks.ts";
import { fillIn, type Picture, pictureOfAccess, pictureOfRest, pictureOfV2 } from "./stack-picture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };
const folder = fileURLToPath(new URL("../../../shared/cloudformation/templates", import.meta.url));
const expectations = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".expected.json")) : [];

type Expected = {
  template: string;
  apis: (Picture & { logicalId: string; kind: string; resources?: object; routes?: object; stages?: object; openapiTitle?: string })[];
  usagePlans?: Picture[];
  apiKeys?: string[];
  skippedTypes: string[];
  outputs?: Record<string, string>;
};

/** Members that are sets: what is there and not expected is wrong too. */
const sets = ["resources", "routes", "stages"] as const;

// The templates are not part of the repository; where they are missing, tests of our own templates stand for them.
if (expectations.length > 0) {
  test.each(expectations)("%s: what it says is made, made once, and removed", async (name) => {
    const expected: Expected = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const templateBody = readFileSync(join(folder, expected.template), "utf8");
    const stackName = "stack";

    await createStack(scope(), tools, { stackName, templateBody });

    const { events } = await listStackEvents(scope(), { stackName });
    expect(events.filter(({ status }) => status.endsWith("FAILED"))).toEqual([]);
    const description = await describeStack(scope(), { stackName });
    const { resources } = await listStackResources(scope(), { stackName });
    const names = new Map(resources.map((resource) => [resource.logicalId, resource]));
    expect(description.status).toBe("CREATE_COMPLETE");
    expect(description.skippedTypes).toEqual([...expected.skippedTypes].sort());
    for (const { logicalId, openapiTitle: _, ...api } of expected.apis) {
      const id = names.get(logicalId)?.physicalId ?? "";
      const picture = api.kind === "REST" ? await pictureOfRest(scope(), id, names) : await pictureOfV2(scope(), id, names);
      const wanted = fillIn(api, names) as typeof api;
      expect(picture).toMatchObject(wanted);
      for (const set of sets) {
        if (wanted[set] !== undefined) expect(Object.keys(Object(picture[set])).sort()).toEqual(Object.keys(wanted[set]).sort());
      }
    }
    const access = await pictureOfAccess(scope());
    const plans = fillIn(expected.usagePlans ?? [], names) as Picture[];
    expect(access.usagePlans).toMatchObject(plans.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)));
    expect(access.apiKeys).toEqual((expected.apiKeys ?? []).sort());
    expect(Object.fromEntries(description.outputs.map(({ key, value }) => [key, value]))).toMatchObject(
      fillIn(expected.outputs ?? {}, names) as object,
    );
    await expect(updateStack(scope(), tools, { stackName, templateBody })).rejects.toThrow(noUpdates);

    await deleteStack(scope(), tools, { stackName });

    await expect(describeStack(scope(), { stackName })).rejects.toThrow("does not exist");
    expect((await listApis(scope())).length).toBe(0);
    expect(await pictureOfAccess(scope())).toEqual({ usagePlans: [], apiKeys: [], vpcLinks: [], domainNames: {} });
  });
} else {
  test("a template is made and removed", async () => {
    const templateBody = "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}}";

    await createStack(scope(), tools, { stackName: "stack", templateBody });

    expect((await describeStack(scope(), { stackName: "stack" })).status).toBe("CREATE_COMPLETE");
  });
}

import { expect, test } from "vitest";
import { bulkChangeMethods, bulkDelete } from "@/lib/services/bulk-methods.ts";
import { createMockMethod } from "@/lib/services/change-method.ts";
import { duplicateResource } from "@/lib/services/duplicate-resource.ts";
import { getMethod } from "@/lib/services/methods.ts";
import { createRequestValidator } from "@/lib/services/request-validators.ts";
import { createResource, getResources, listResources } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

/** An API with that many resources below the root, each with a GET. */
async function wideApi(at: Scope, count: number) {
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "wide" });
  const methods = [];
  for (let index = 0; index < count; index++) {
    const { id: resourceId } = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: `r${index}` });
    await createMockMethod(at, { restApiId, resourceId, httpMethod: "GET" });
    methods.push({ resourceId, httpMethod: "GET" });
  }
  return { restApiId, rootResourceId, methods };
}

async function lastSeq(at: Scope): Promise<number> {
  const [revision] = await listRevisions(at, { limit: 1 });
  return revision?.seq ?? 0;
}

test("200 methods change in one revision, and one undo takes all of it back", async () => {
  const at = scope();
  const { restApiId, methods } = await wideApi(at, 200);
  const validator = await createRequestValidator(at, {
    restApiId,
    name: "all",
    validateRequestBody: true,
    validateRequestParameters: true,
  });
  const before = await lastSeq(at);
  const stateOf = async () =>
    (await listResources(at, restApiId)).flatMap(({ methods: own }) =>
      own.map(({ authorizationType, apiKeyRequired, requestValidatorId }) =>
        [authorizationType, apiKeyRequired, requestValidatorId].join(" "),
      ),
    );

  const result = await bulkChangeMethods(at, {
    restApiId,
    methods,
    change: { authorization: { type: "AWS_IAM" }, apiKeyRequired: true, requestValidatorId: validator.id },
  });
  const changed = await stateOf();
  const revisions = (await listRevisions(at, { limit: 5 })).filter(({ seq }) => seq > before);
  await undoRevision(at, revisions[0]?.seq ?? 0);

  expect(result).toEqual({ changed: 200 });
  expect(changed).toEqual(Array.from({ length: 200 }, () => `AWS_IAM true ${validator.id}`));
  expect(revisions.map(({ summary }) => summary)).toEqual(["Change 200 methods"]);
  expect(await stateOf()).toEqual(Array.from({ length: 200 }, () => "NONE false "));
});

test("when one of the methods cannot take the change, none has it", async () => {
  const at = scope();
  const { restApiId, methods } = await wideApi(at, 2);

  const refused = bulkChangeMethods(at, {
    restApiId,
    methods,
    change: { apiKeyRequired: true, authorization: { type: "CUSTOM", authorizerId: "nobody" } },
  });

  await expect(refused).rejects.toThrow("Invalid authorizer ID specified");
  expect((await getMethod(at, { restApiId, resourceId: methods[0]?.resourceId ?? "", httpMethod: "GET" })).apiKeyRequired).toBe(false);
});

test("an authorization that needs no authorizer forgets the one of before, with its scopes", async () => {
  const at = scope();
  const { restApiId, methods } = await wideApi(at, 1);
  const [method] = methods;

  await bulkChangeMethods(at, { restApiId, methods, change: { authorization: { type: "NONE" }, requestValidatorId: null } });

  const stored = await getMethod(at, { restApiId, resourceId: method?.resourceId ?? "", httpMethod: "GET" });
  expect([stored.authorizationType, stored.authorizerId, stored.authorizationScopes]).toEqual(["NONE", undefined, undefined]);
});

test("methods of another API are not touched", async () => {
  const at = scope();
  const [mine, others] = [await wideApi(at, 1), await wideApi(at, 1)];

  const refused = bulkChangeMethods(at, { restApiId: mine.restApiId, methods: others.methods, change: { apiKeyRequired: true } });

  await expect(refused).rejects.toThrow("Invalid Method identifier specified");
});

test("resources and single methods go together, and come back together with their ids", async () => {
  const at = scope();
  const { restApiId, methods } = await wideApi(at, 3);
  const [first, second] = methods;
  const child = await createResource(at, { restApiId, parentId: first?.resourceId ?? "", pathPart: "child" });
  const shape = async () =>
    (await getResources(at, { restApiId })).items.map(({ id, path, resourceMethods }) =>
      [id, path, ...Object.keys(resourceMethods ?? {})].join(" "),
    );
  const before = await shape();

  await bulkDelete(at, { restApiId, resourceIds: [first?.resourceId ?? "", child.id], methods: second ? [second] : [] });
  const gone = (await getResources(at, { restApiId })).items.map(({ path, resourceMethods }) =>
    [path, ...Object.keys(resourceMethods ?? {})].join(" "),
  );
  await undoRevision(at, await lastSeq(at));

  expect(gone).toEqual(["/", "/r1", "/r2 GET"]);
  expect(await shape()).toEqual(before);
});

test("the root is not among what can be deleted", async () => {
  const at = scope();
  const { restApiId, rootResourceId } = await wideApi(at, 0);

  await expect(bulkDelete(at, { restApiId, resourceIds: [rootResourceId], methods: [] })).rejects.toThrow(
    "Cannot delete the root resource",
  );
});

test("a copy of a resource has everything below it, under ids of its own", async () => {
  const at = scope();
  const { restApiId, rootResourceId, methods } = await wideApi(at, 1);
  const original = methods[0]?.resourceId ?? "";
  const child = await createResource(at, { restApiId, parentId: original, pathPart: "{id}" });
  await createMockMethod(at, { restApiId, resourceId: child.id, httpMethod: "DELETE" });

  const copy = await duplicateResource(at, { restApiId, resourceId: original, parentId: rootResourceId, pathPart: "again" });

  const resources = await listResources(at, restApiId);
  expect(resources.map(({ path, methods: own }) => [path, ...own.map(({ httpMethod }) => httpMethod)].join(" "))).toEqual([
    "/",
    "/again GET",
    "/again/{id} DELETE",
    "/r0 GET",
    "/r0/{id} DELETE",
  ]);
  expect(copy.path).toBe("/again");
  // The namespace of a method's cache is its resource, unless somebody named another.
  const copied = await getMethod(at, { restApiId, resourceId: copy.resourceId, httpMethod: "GET" });
  expect(copied.methodIntegration?.cacheNamespace).toBe(copy.resourceId);
});

test("a copy goes by one undo", async () => {
  const at = scope();
  const { restApiId, rootResourceId, methods } = await wideApi(at, 1);
  await duplicateResource(at, { restApiId, resourceId: methods[0]?.resourceId ?? "", parentId: rootResourceId, pathPart: "again" });

  await undoRevision(at, await lastSeq(at));

  expect((await getResources(at, { restApiId })).items.map(({ path }) => path)).toEqual(["/", "/r0"]);
});

test.each([
  { pathPart: "r0", refusal: "Another resource with the same parent already has this name: r0" },
  { pathPart: "{rest+}", refusal: "Cannot create a child of a resource with a greedy path variable: {rest+}" },
])("a copy named $pathPart is refused", async ({ pathPart, refusal }) => {
  const at = scope();
  const { restApiId, rootResourceId, methods } = await wideApi(at, 1);
  const resourceId = methods[0]?.resourceId ?? "";
  await createResource(at, { restApiId, parentId: resourceId, pathPart: "child" });

  const refused = duplicateResource(at, { restApiId, resourceId, parentId: rootResourceId, pathPart });

  await expect(refused).rejects.toThrow(refusal);
});

import { expect, test } from "vitest";
import { lastRevisionOf, listApisWithChanges } from "@/lib/services/draft-state.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { undoRevision } from "@/lib/services/revisions.ts";
import { setApiTags } from "@/lib/services/set-api-tags.ts";
import { getTags, tagResource } from "@/lib/services/tags.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

test("tags that tools give and those of the console are the same ones, of APIs of both families", async () => {
  const at = scope({ accountId: "000000000840" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const http = await createV2Example(at, { protocolType: "HTTP", demoPort: 1 });
  const arns = {
    [apiId]: `arn:aws:apigateway:us-east-1::/restapis/${apiId}`,
    [http.apiId]: `arn:aws:apigateway:us-east-1::/apis/${http.apiId}`,
  };
  const listed = async () => Object.fromEntries((await listApisWithChanges(at)).map(({ id, tags }) => [id, tags]));
  expect(await listed()).toEqual({ [apiId]: {}, [http.apiId]: {} });

  for (const [id, resourceArn] of Object.entries(arns)) {
    await tagResource(at, { resourceArn, tags: { team: "a", old: "x" } });
    expect((await listed())[id]).toEqual({ team: "a", old: "x" });
    await setApiTags(at, { apiId: id, tags: { team: "b", cost: "" } });
    expect((await getTags(at, { resourceArn })).tags).toEqual({ team: "b", cost: "" });
  }

  await undoRevision(at, await lastRevisionOf(at));
  expect(await listed()).toEqual({ [apiId]: { team: "b", cost: "" }, [http.apiId]: { team: "a", old: "x" } });
  const viewer = scope({ accountId: "000000000840", actor: { ...owner, role: "viewer" } });
  await expect(setApiTags(viewer, { apiId, tags: {} })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(setApiTags(scope({ accountId: "000000000841" }), { apiId, tags: {} })).rejects.toThrow("Invalid API identifier");
  await expect(setApiTags(at, { apiId, tags: { "aws:x": "1" } })).rejects.toThrow("Invalid tag key");
});

import { expect, test } from "vitest";
import {
  createDocumentationPart,
  deleteDocumentationPart,
  getDocumentationParts,
  updateDocumentationPart,
} from "@/lib/services/documentation-parts.ts";
import { createDocumentationVersion } from "@/lib/services/documentation-versions.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { restoreDocumentationVersion } from "@/lib/services/restore-documentation.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

test("restoring makes the parts those of the version again, and one undo takes it back", async () => {
  const at = scope();
  const { id: restApiId } = await createRestApi(at, { name: "documented" });
  const text = (description: string) => JSON.stringify({ description });
  const parts = async () =>
    (await getDocumentationParts(at, { restApiId })).items.map(({ location, properties }) => `${location.type} ${properties}`).sort();
  const kept = await createDocumentationPart(at, { restApiId, location: { type: "API" }, properties: text("first") });
  const gone = await createDocumentationPart(at, { restApiId, location: { type: "RESOURCE", path: "/a" }, properties: text("a") });
  const published = await parts();
  await createDocumentationVersion(at, { restApiId, documentationVersion: "1" });
  await updateDocumentationPart(at, { restApiId, documentationPartId: kept.id }, () => ({ properties: text("second") }));
  await deleteDocumentationPart(at, { restApiId, documentationPartId: gone.id });
  await createDocumentationPart(at, { restApiId, location: { type: "RESOURCE", path: "/b" }, properties: text("b") });
  const before = await parts();

  await restoreDocumentationVersion(at, { restApiId, documentationVersion: "1" });
  const restored = await parts();
  const [revision] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);

  expect(restored).toEqual(published);
  expect(await parts()).toEqual(before);
});

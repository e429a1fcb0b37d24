import { replaceDocumentation } from "./documentation-parts.ts";
import { type DocumentationVersionKey, getVersionRow } from "./documentation-versions.ts";
import { getApiRow } from "./rest-apis.ts";
import type { Scope } from "./scope.ts";
import { write } from "./write.ts";

/** Makes the documentation parts those of a version again, as one revision; parts at the same places keep their ids. */
export async function restoreDocumentationVersion(scope: Scope, input: DocumentationVersionKey): Promise<void> {
  const { restApiId: apiId, documentationVersion } = input;
  const summary = `Restore documentation version ${documentationVersion}`;
  await write(scope, { action: "documentation-part:import", api: apiId, summary }, async (tx) => {
    const api = await getApiRow(tx.source, scope, apiId);
    const { settings } = await getVersionRow(tx.source, scope, input);
    await replaceDocumentation({ tx, scope, api, mode: "overwrite" }, settings.parts);
  });
}

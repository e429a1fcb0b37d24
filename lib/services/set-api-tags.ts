import { restApiArn, v2ApiArn } from "./arns.ts";
import { unknownApi } from "./errors.ts";
import { table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { replaceTags, type Tags } from "./tags.ts";
import { write } from "./write.ts";

/** Makes the tags of an API of any kind these and no others. */
export async function setApiTags(scope: Scope, { apiId, tags }: { apiId: string; tags: Tags }): Promise<void> {
  await write(scope, { action: "tag:update", api: apiId, summary: "Change the tags of the API" }, async (tx) => {
    const api = await table(tx.source, "Api").findUnique({ where: { id: apiId } });
    if (api === null || api.workspaceId !== scope.workspace.id) throw unknownApi(scope, apiId);
    await replaceTags(tx, scope, (api.kind === "REST" ? restApiArn : v2ApiArn)(scope, apiId), tags);
  });
}

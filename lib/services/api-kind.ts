import { unknownApi } from "./errors.ts";
import { type Rows, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** Which kind of API has this id in the workspace. */
export async function getApiKind(scope: Scope, apiId: string): Promise<Rows["Api"]["kind"]> {
  const row = await read(scope, (source) => table(source, "Api").findUnique({ where: { id: apiId } }));
  if (row === null || row.workspaceId !== scope.workspace.id) throw unknownApi(scope, apiId);
  return row.kind;
}

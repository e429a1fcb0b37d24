import { notFound } from "./errors.ts";
import { getApiRow } from "./rest-apis.ts";
import type { RowModel, Source } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** A change of the draft that came with a deployment. */
export type DeploymentChange = { seq: number; summary: string; actorName: string; at: Date };

/** As many as a page shows; `count` says how many there are. */
const changesMax = 100;

/** What a deployment of a REST API freezes. */
const frozenModels: readonly RowModel[] = ["Api", "Resource", "Method", "Model", "RequestValidator", "Authorizer", "GatewayResponse"];

/** The changes of the draft between the deployment before and this one, the newest first. */
export async function listDeploymentChanges(
  scope: Scope,
  { restApiId: apiId, deploymentId }: { restApiId: string; deploymentId: string },
): Promise<{ changes: DeploymentChange[]; count: number; people: string[] }> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, apiId);
    const made = await findCreation(source, { apiId, rowKey: deploymentId });
    if (made === undefined) throw notFound("Invalid Deployment identifier specified");
    const before = await findCreation(source, { apiId, seq: { lt: made } });
    const where = {
      apiId,
      workspaceId: scope.workspace.id,
      seq: { lte: made, ...(before === undefined ? {} : { gt: before }) },
      rows: { some: { model: { in: [...frozenModels] } } },
    };
    const [rows, byPerson] = await Promise.all([
      source.revision.findMany({ where, orderBy: { seq: "desc" }, take: changesMax }),
      source.revision.groupBy({ by: ["actorName"], where, _count: { seq: true } }),
    ]);
    return {
      changes: rows.map(({ seq, summary, actorName, at }) => ({ seq, summary, actorName, at })),
      count: byPerson.reduce((sum, { _count }) => sum + _count.seq, 0),
      people: byPerson.map(({ actorName }) => actorName).sort(),
    };
  });
}

/** The number of the change that made a deployment: this one, or the last before a number. */
async function findCreation(
  source: Source,
  { apiId, rowKey, seq }: { apiId: string; rowKey?: string; seq?: { lt: number } },
): Promise<number | undefined> {
  const row = await source.revisionRow.findFirst({
    where: {
      model: "Deployment",
      before: null,
      revision: { apiId },
      ...(rowKey === undefined ? {} : { rowKey }),
      ...(seq === undefined ? {} : { seq }),
    },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return row?.seq;
}

import { badRequest, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { read, write } from "../write.ts";
import { getV2ApiRow, insertV2Deployment, isAutomatic } from "./change-api.ts";
import { loadV2Definition } from "./load-definition.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { updateV2, v2Table } from "./v2-rows.ts";

export type V2Deployment = {
  deploymentId: string;
  autoDeployed: boolean;
  createdDate: Date;
  deploymentStatus: "DEPLOYED";
  description?: string;
};
export type V2DeploymentKey = { apiId: string; deploymentId: string };

/** Freezes the draft; with a stage name that stage serves it at once. */
export async function createV2Deployment(
  scope: Scope,
  input: { apiId: string; description?: string | undefined; stageName?: string | undefined },
): Promise<V2Deployment> {
  const { apiId, stageName } = input;
  const summary = stageName === undefined ? "Create a deployment" : `Deploy to ${stageName}`;
  return write(scope, { action: "deployment:create", permission: "release", api: apiId, summary }, async (tx) => {
    const api = await getV2ApiRow(tx.source, scope, apiId);
    const row = await insertV2Deployment(tx, scope, await loadV2Definition(tx.source, api), input.description || null);
    if (stageName !== undefined) {
      const stage = await v2Table(tx.source, "Stage").findUnique({ where: { id: `${apiId}/${stageName}` } });
      if (stage === null) throw notFound("Invalid stage identifier specified");
      if (stage.settings.autoDeploy) throw badRequest("Deployment ID cannot be set on stages with auto deploy enabled");
      await updateV2(tx, "Stage", stage, { deploymentId: row.id, updatedAt: tx.at });
    }
    return deploymentOf(row);
  });
}

export async function getV2Deployment(scope: Scope, key: V2DeploymentKey): Promise<V2Deployment> {
  return read(scope, async (source) => deploymentOf(await getV2DeploymentRow(source, scope, key)));
}

export async function getV2Deployments(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<V2Deployment>> {
  return read(scope, async (source) => {
    await getV2ApiRow(source, scope, input.apiId);
    const rows = await table(source, "Deployment").findMany({
      where: { apiId: input.apiId },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    const page = v2PageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(deploymentOf) };
  });
}

export async function updateV2Deployment(
  scope: Scope,
  { description, ...key }: V2DeploymentKey & { description?: string | undefined },
): Promise<V2Deployment> {
  const intent = { action: "deployment:update", permission: "release", api: key.apiId, summary: "Describe a deployment" } as const;
  return write(scope, intent, async (tx) => {
    const row = await getV2DeploymentRow(tx.source, scope, key);
    if (description === undefined) return deploymentOf(row);
    return deploymentOf(await tx.update("Deployment", row, { description: description || null }));
  });
}

export async function deleteV2Deployment(scope: Scope, key: V2DeploymentKey): Promise<void> {
  const intent = { action: "deployment:delete", permission: "release", api: key.apiId, summary: "Delete a deployment" } as const;
  await write(scope, intent, async (tx) => {
    const row = await getV2DeploymentRow(tx.source, scope, key);
    const stages = await v2Table(tx.source, "Stage").findMany({ where: { apiId: key.apiId } });
    if (stages.some((stage) => stage.deploymentId === row.id)) {
      throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    }
    await tx.remove("Deployment", { id: row.id });
  });
}

export async function getV2DeploymentRow(source: Source, scope: Scope, key: V2DeploymentKey): Promise<Rows["Deployment"]> {
  await getV2ApiRow(source, scope, key.apiId);
  const row = await table(source, "Deployment").findUnique({ where: { id: key.deploymentId } });
  if (row?.apiId !== key.apiId) throw notFound("Invalid deployment identifier specified");
  return row;
}

function deploymentOf(row: Rows["Deployment"]): V2Deployment {
  return {
    deploymentId: row.id,
    autoDeployed: isAutomatic(row),
    createdDate: row.createdAt,
    deploymentStatus: "DEPLOYED",
    ...(row.description === null ? {} : { description: row.description }),
  };
}

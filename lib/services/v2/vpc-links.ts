import { newId } from "../../base/ids.ts";
import { parseVpcLinkTargets } from "../../definition/vpc-link-targets.ts";
import { vpcLinkArn } from "../arns.ts";
import { badRequest, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "../tags.ts";
import { read, write } from "../write.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";

/** A VPC link of HTTP APIs. Subnets are kept as they are given; those written as addresses (`10.0.0.5:8080`) are where calls go. */
export type V2VpcLink = {
  vpcLinkId: string;
  name: string;
  subnetIds: string[];
  securityGroupIds: string[];
  createdDate: Date;
  vpcLinkStatus: "AVAILABLE";
  vpcLinkVersion: "V2";
  tags?: Tags;
};

const listMax = 100;

export async function createV2VpcLink(
  scope: Scope,
  input: { name: string; subnetIds: string[]; securityGroupIds?: string[] | undefined; tags?: Tags | undefined },
): Promise<V2VpcLink> {
  const { name, subnetIds, securityGroupIds = [], tags } = input;
  return write(scope, { action: "vpc-link:create", summary: `Create VPC link ${name}` }, async (tx) => {
    checkName(name);
    if (subnetIds.length === 0) throw badRequest("At least one subnet is required");
    if (subnetIds.length > listMax || securityGroupIds.length > listMax)
      throw badRequest(`A VPC link has at most ${listMax} subnets and groups`);
    const targetArns = subnetIds.filter((subnet) => (parseVpcLinkTargets([subnet]) ?? []).length > 0);
    const row = await tx.insert("VpcLink", {
      id: newId(scope.random),
      workspaceId: scope.workspace.id,
      name,
      settings: { targetArns, v2: { subnetIds, securityGroupIds } },
      createdAt: tx.at,
    });
    await putTags(tx, scope, vpcLinkArn(scope, row.id), tags);
    return linkOf(row, tags);
  });
}

export async function getV2VpcLink(scope: Scope, { vpcLinkId }: { vpcLinkId: string }): Promise<V2VpcLink> {
  return read(scope, async (source) =>
    linkOf(await getRow(source, scope, vpcLinkId), await loadTags(source, scope, vpcLinkArn(scope, vpcLinkId))),
  );
}

export async function getV2VpcLinks(scope: Scope, input: V2PageInput): Promise<V2Page<V2VpcLink>> {
  return read(scope, async (source) => {
    const rows = await table(source, "VpcLink").findMany({
      where: { workspaceId: scope.workspace.id },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const page = v2PageOf(
      rows.filter(({ settings }) => settings.v2 !== undefined),
      (row) => row.id,
      input,
    );
    const tags = await loadTagsBelow(source, scope, vpcLinkArn(scope, ""));
    return { ...page, items: page.items.map((row) => linkOf(row, tags.get(vpcLinkArn(scope, row.id)))) };
  });
}

/** Only the name of a link changes. */
export async function updateV2VpcLink(scope: Scope, input: { vpcLinkId: string; name?: string | undefined }): Promise<V2VpcLink> {
  const { vpcLinkId, name } = input;
  return write(scope, { action: "vpc-link:update", summary: "Rename a VPC link" }, async (tx) => {
    const row = await getRow(tx.source, scope, vpcLinkId);
    if (name !== undefined) checkName(name);
    const after = name === undefined ? row : await tx.update("VpcLink", row, { name });
    return linkOf(after, await loadTags(tx.source, scope, vpcLinkArn(scope, vpcLinkId)));
  });
}

export async function deleteV2VpcLink(scope: Scope, { vpcLinkId }: { vpcLinkId: string }): Promise<void> {
  await write(scope, { action: "vpc-link:delete", summary: "Delete a VPC link" }, async (tx) => {
    const row = await getRow(tx.source, scope, vpcLinkId);
    await removeTags(tx, scope, vpcLinkArn(scope, vpcLinkId));
    await tx.remove("VpcLink", { id: row.id });
  });
}

function checkName(name: string): void {
  if (name.trim() === "" || name.length > 128) throw badRequest("Vpc Link name must have 1 to 128 characters");
}

async function getRow(source: Source, scope: Scope, id: string): Promise<Rows["VpcLink"]> {
  const row = await table(source, "VpcLink").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id || row.settings.v2 === undefined) throw notFound(`VpcLink ${id} not found`);
  return row;
}

function linkOf(row: Rows["VpcLink"], tags: Tags | undefined): V2VpcLink {
  const { subnetIds = [], securityGroupIds = [] } = row.settings.v2 ?? {};
  return {
    vpcLinkId: row.id,
    name: row.name,
    subnetIds,
    securityGroupIds,
    createdDate: row.createdAt,
    vpcLinkStatus: "AVAILABLE",
    vpcLinkVersion: "V2",
    ...(tags === undefined ? {} : { tags }),
  };
}

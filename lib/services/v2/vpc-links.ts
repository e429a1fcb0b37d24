import { newId } from "../../base/ids.ts";
import { parseVpcLinkTargets } from "../../definition/vpc-link-targets.ts";
import { vpcLinkArn } from "../arns.ts";
import { badRequest, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "../tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "../write.ts";
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
  entityVersion: number;
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
    const row = await tx.insert("VpcLink", {
      id: newId(scope.random),
      workspaceId: scope.workspace.id,
      name,
      settings: settingsOf(subnetIds, securityGroupIds),
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

/** On the wire only the name of a link changes. */
export function updateV2VpcLink(scope: Scope, { vpcLinkId, name }: { vpcLinkId: string; name?: string | undefined }): Promise<V2VpcLink> {
  return changeV2VpcLink(scope, vpcLinkId, (draft) => (name === undefined ? draft : { ...draft, name }));
}

type V2VpcLinkDraft = Pick<V2VpcLink, "name" | "subnetIds">;

/** Changes name and targets. The service's links keep their subnets; here they are where calls go, and servers move. */
export async function changeV2VpcLink(
  scope: Scope,
  vpcLinkId: string,
  change: (draft: V2VpcLinkDraft) => V2VpcLinkDraft,
  options: UpdateOptions = {},
): Promise<V2VpcLink> {
  return write(scope, { action: "vpc-link:update", summary: "Change a VPC link" }, async (tx) => {
    const row = await getRow(tx.source, scope, vpcLinkId);
    await demandVersion(tx.source, row, options.expectedVersion, `The VPC link ${row.name}`);
    const { subnetIds: before = [], securityGroupIds = [] } = row.settings.v2 ?? {};
    const { name, subnetIds } = change({ name: row.name, subnetIds: before });
    checkName(name);
    const after = await tx.update("VpcLink", row, { name, settings: settingsOf(subnetIds, securityGroupIds) });
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

function settingsOf(subnetIds: string[], securityGroupIds: string[]): Rows["VpcLink"]["settings"] {
  if (subnetIds.length === 0) throw badRequest("At least one subnet is required");
  if (subnetIds.length > listMax || securityGroupIds.length > listMax) {
    throw badRequest(`A VPC link has at most ${listMax} subnets and groups`);
  }
  return { targetArns: subnetIds.filter(isTarget), v2: { subnetIds, securityGroupIds } };
}

/** Whether the entry of a link says where a server is. */
export function isTarget(entry: string): boolean {
  return (parseVpcLinkTargets([entry]) ?? []).length > 0;
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
    entityVersion: row.version,
    ...(tags === undefined ? {} : { tags }),
  };
}

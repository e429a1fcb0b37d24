import { z } from "zod";
import { newId } from "../base/ids.ts";
import { parseVpcLinkTargets, type VpcLinkTarget } from "../definition/vpc-link-targets.ts";
import { vpcLinkArn } from "./arns.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadTags, putTags, removeTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

const vpcLinkDraftSchema = z.object({
  name: z.string().max(1_024),
  description: z.string().max(1_024).optional(),
  targetArns: z.array(z.string()).max(10),
});
export type VpcLinkDraft = z.infer<typeof vpcLinkDraftSchema>;
export type VpcLink = VpcLinkDraft & { id: string; status: "AVAILABLE"; tags?: Tags; entityVersion: number };
export type CreateVpcLinkInput = { name: string; description?: string | undefined; targetArns: string[]; tags?: Tags | undefined };

/** A name for targets of integrations; here it is available at once. */
export async function createVpcLink(scope: Scope, input: CreateVpcLinkInput): Promise<VpcLink> {
  const { tags, ...draft } = input;
  return write(scope, { action: "vpc-link:create", summary: `Create VPC link ${input.name}` }, async (tx) => {
    const { name, ...settings } = checkVpcLink(draft);
    const row = await tx.insert("VpcLink", {
      id: newId(scope.random),
      workspaceId: scope.workspace.id,
      name,
      settings,
      createdAt: tx.at,
    });
    await putTags(tx, scope, vpcLinkArn(scope, row.id), tags);
    return vpcLinkOf(row, tags);
  });
}

export async function getVpcLink(scope: Scope, input: { vpcLinkId: string }): Promise<VpcLink> {
  return read(scope, async (source) => {
    const row = await getVpcLinkRow(source, scope, input.vpcLinkId);
    return vpcLinkOf(row, await loadTags(source, scope, vpcLinkArn(scope, row.id)));
  });
}

export async function getVpcLinks(scope: Scope, input: PageInput = {}): Promise<Page<VpcLink>> {
  return read(scope, async (source) => {
    const rows = await table(source, "VpcLink").findMany({ where: { workspaceId: scope.workspace.id }, orderBy: [{ createdAt: "asc" }] });
    const own = rows.filter(({ settings }) => settings.v2 === undefined);
    const page = pageOf(own, (row) => row.id, input);
    return { ...page, items: page.items.map((row) => vpcLinkOf(row, undefined)) };
  });
}

export async function updateVpcLink(
  scope: Scope,
  key: { vpcLinkId: string },
  change: (draft: VpcLinkDraft) => VpcLinkDraft,
  options: UpdateOptions = {},
): Promise<VpcLink> {
  return write(scope, { action: "vpc-link:update", summary: "Change a VPC link" }, async (tx) => {
    const row = await getVpcLinkRow(tx.source, scope, key.vpcLinkId);
    await demandVersion(tx.source, row, options.expectedVersion, `The VPC link ${row.name}`);
    const { name, ...settings } = checkVpcLink(change({ ...row.settings, name: row.name }));
    return vpcLinkOf(await tx.update("VpcLink", row, { name, settings }), await loadTags(tx.source, scope, vpcLinkArn(scope, row.id)));
  });
}

export async function deleteVpcLink(scope: Scope, input: { vpcLinkId: string }): Promise<void> {
  await write(scope, { action: "vpc-link:delete", summary: "Delete a VPC link" }, async (tx) => {
    const row = await getVpcLinkRow(tx.source, scope, input.vpcLinkId);
    await removeTags(tx, scope, vpcLinkArn(scope, row.id));
    await tx.remove("VpcLink", { id: row.id });
  });
}

/** Where the links of the workspace lead to, by their ids. */
export async function loadVpcLinkTargets(source: Source, scope: Scope): Promise<Record<string, VpcLinkTarget[]>> {
  const rows = await table(source, "VpcLink").findMany({ where: { workspaceId: scope.workspace.id } });
  return Object.fromEntries(rows.map(({ id, settings }) => [id, parseVpcLinkTargets(settings.targetArns) ?? []]));
}

async function getVpcLinkRow(source: Source, scope: Scope, id: string): Promise<Rows["VpcLink"]> {
  const row = await table(source, "VpcLink").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id || row.settings.v2 !== undefined) throw notFound("Invalid Vpc Link identifier specified");
  return row;
}

function checkVpcLink(draft: unknown): VpcLinkDraft {
  const { description, ...link } = checkShape(vpcLinkDraftSchema, draft);
  if (link.name.trim() === "") throw badRequest("Vpc Link name cannot be blank");
  if (link.targetArns.length === 0) throw badRequest("Vpc Link needs at least one target ARN");
  if (parseVpcLinkTargets(link.targetArns) === undefined) {
    throw badRequest("Vpc Link targets must be ARNs of load balancers, or addresses such as 10.0.0.5:8080 or 10.0.0.5:8080;weight=2");
  }
  return { ...link, ...(description === undefined || description === "" ? {} : { description }) };
}

function vpcLinkOf(row: Rows["VpcLink"], tags: Tags | undefined): VpcLink {
  const shown = tags === undefined ? {} : withoutEmpty({ tags });
  return { ...row.settings, id: row.id, name: row.name, status: "AVAILABLE", ...shown, entityVersion: row.version };
}

import { z } from "zod";
import { newId } from "../base/ids.ts";
import { clientCertificateArn } from "./arns.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { makeSelfSigned } from "./self-signed-certificate.ts";
import { loadTags, putTags, removeTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

const draftSchema = z.object({ description: z.string().max(1_024).optional() });
export type ClientCertificateDraft = z.infer<typeof draftSchema>;

/** A client certificate as everybody may see it; its key stays with us and the gateways. */
export type ClientCertificate = ClientCertificateDraft & {
  clientCertificateId: string;
  pemEncodedCertificate: string;
  createdDate: Date;
  expirationDate: Date;
  tags?: Tags;
  entityVersion: number;
};

const lifetimeMs = 365 * 24 * 60 * 60 * 1000;
const serialBytes = 16;

/** Makes a certificate with which gateways prove themselves to HTTPS backends of the stages that name it. */
export async function generateClientCertificate(
  scope: Scope,
  { sealer }: Pick<RuntimeCore, "sealer">,
  input: { description?: string | undefined; tags?: Tags | undefined },
): Promise<ClientCertificate> {
  const { tags, ...draft } = input;
  const settings = checkDraft(draft);
  const from = scope.clock();
  const to = new Date(from.getTime() + lifetimeMs);
  const serial = scope.random(serialBytes);
  // Positive, and without a leading zero.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const { certificate, privateKey } = await makeSelfSigned({ commonName: "ApiGateway", serial, from, to });
  return write(scope, { action: "client-certificate:create", summary: "Generate a client certificate" }, async (tx) => {
    const id = newId(scope.random, 6);
    const sealed = sealer.seal(privateKey, sealOwner(id));
    const at = { createdAt: from, expiresAt: to };
    const row = await tx.insert("ClientCertificate", {
      ...{ id, workspaceId: scope.workspace.id, settings, certificate, privateKey: sealed },
      ...at,
    });
    await putTags(tx, scope, clientCertificateArn(scope, id), tags);
    return certificateOf(row, tags);
  });
}

/** Whose secret a sealed key is; it opens for the same certificate only. */
function sealOwner(id: string): string {
  return `client-certificate:${id}`;
}

export async function getClientCertificate(scope: Scope, input: { clientCertificateId: string }): Promise<ClientCertificate> {
  return read(scope, async (source) => {
    const row = await getRow(source, scope, input.clientCertificateId);
    return certificateOf(row, await loadTags(source, scope, clientCertificateArn(scope, row.id)));
  });
}

/** A certificate with its key, for a call from here; undefined when the key does not open. */
export async function openClientCertificate(
  source: Source,
  scope: Scope,
  { sealer, id }: Pick<RuntimeCore, "sealer"> & { id: string },
): Promise<{ certificate: string; privateKey: string } | undefined> {
  const { certificate, privateKey: sealed } = await getRow(source, scope, id);
  const privateKey = sealer.open(sealed, sealOwner(id));
  return privateKey === undefined ? undefined : { certificate, privateKey };
}

export async function getClientCertificates(scope: Scope, input: PageInput = {}): Promise<Page<ClientCertificate>> {
  return read(scope, async (source) => {
    const where = { workspaceId: scope.workspace.id };
    const rows = await table(source, "ClientCertificate").findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map((row) => certificateOf(row, undefined)) };
  });
}

export async function updateClientCertificate(
  scope: Scope,
  key: { clientCertificateId: string },
  change: (draft: ClientCertificateDraft) => ClientCertificateDraft,
  options: UpdateOptions = {},
): Promise<ClientCertificate> {
  return write(scope, { action: "client-certificate:update", summary: "Change a client certificate" }, async (tx) => {
    const row = await getRow(tx.source, scope, key.clientCertificateId);
    await demandVersion(tx.source, row, options.expectedVersion, `The client certificate ${row.id}`);
    const settings = checkDraft(change(row.settings));
    const after = await tx.update("ClientCertificate", row, { settings });
    return certificateOf(after, await loadTags(tx.source, scope, clientCertificateArn(scope, row.id)));
  });
}

export async function deleteClientCertificate(scope: Scope, input: { clientCertificateId: string }): Promise<void> {
  await write(scope, { action: "client-certificate:delete", summary: "Delete a client certificate" }, async (tx) => {
    const { id } = await getRow(tx.source, scope, input.clientCertificateId);
    const apis = await table(tx.source, "Api").findMany({ where: { workspaceId: scope.workspace.id } });
    const stages = await table(tx.source, "Stage").findMany({ where: { apiId: { in: apis.map((api) => api.id) } } });
    const user = stages.find((stage) => stage.settings.clientCertificateId === id);
    if (user !== undefined) throw badRequest(`Client certificate ${id} is used by stage ${user.name} of API ${user.apiId}`);
    await removeTags(tx, scope, clientCertificateArn(scope, id));
    await tx.remove("ClientCertificate", { id });
  });
}

async function getRow(source: Source, scope: Scope, id: string): Promise<Rows["ClientCertificate"]> {
  const row = await table(source, "ClientCertificate").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id) throw notFound("Invalid Client Certificate Identifier specified");
  return row;
}

function checkDraft(draft: unknown): ClientCertificateDraft {
  return withoutEmpty(checkShape(draftSchema, draft));
}

function certificateOf(row: Rows["ClientCertificate"], tags: Tags | undefined): ClientCertificate {
  const shown = tags === undefined ? {} : withoutEmpty({ tags });
  const { id: clientCertificateId, certificate: pemEncodedCertificate, createdAt: createdDate, expiresAt: expirationDate } = row;
  return { ...row.settings, clientCertificateId, pemEncodedCertificate, createdDate, expirationDate, ...shown, entityVersion: row.version };
}

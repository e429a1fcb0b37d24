import { conflict, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type DocumentationVersion = { version: string; createdDate: Date; description?: string; entityVersion: number };
export type DocumentationVersionKey = { restApiId: string; documentationVersion: string };

/** Keeps the documentation parts as they are now, under a name. */
export async function createDocumentationVersion(
  scope: Scope,
  input: DocumentationVersionKey & { stageName?: string | undefined; description?: string | undefined },
): Promise<DocumentationVersion> {
  const { restApiId: apiId, documentationVersion: name, stageName, description } = input;
  const intent = { action: "documentation-version:create", api: apiId, summary: `Create documentation version ${name}` };
  return write(scope, intent, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const id = `${apiId}/${name}`;
    if ((await table(tx.source, "DocumentationVersion").count({ where: { id } })) > 0)
      throw conflict(`Documentation version ${name} already exists`);
    const parts = await table(tx.source, "DocumentationPart").findMany({ where: { apiId }, orderBy: [{ id: "asc" }] });
    const settings = { ...(description ? { description } : {}), parts: parts.map((part) => part.settings) };
    if (stageName !== undefined) {
      const stage = await table(tx.source, "Stage").findUnique({ where: { id: `${apiId}/${stageName}` } });
      if (stage === null) throw notFound("Invalid stage identifier specified");
      await tx.update("Stage", stage, { settings: { ...stage.settings, documentationVersion: name } });
    }
    return versionOf(await tx.insert("DocumentationVersion", { id, apiId, name, settings, createdAt: tx.at }));
  });
}

export async function getDocumentationVersion(scope: Scope, input: DocumentationVersionKey): Promise<DocumentationVersion> {
  return read(scope, async (source) => versionOf(await getVersionRow(source, scope, input)));
}

export async function getDocumentationVersions(
  scope: Scope,
  input: { restApiId: string } & PageInput,
): Promise<Page<DocumentationVersion>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "DocumentationVersion").findMany({ where: { apiId: input.restApiId }, orderBy: [{ name: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(versionOf) };
  });
}

export async function updateDocumentationVersion(
  scope: Scope,
  key: DocumentationVersionKey,
  change: (draft: { description?: string | undefined }) => { description?: string | undefined },
  options: UpdateOptions = {},
): Promise<DocumentationVersion> {
  const intent = { action: "documentation-version:update", api: key.restApiId, summary: "Describe a documentation version" };
  return write(scope, intent, async (tx) => {
    const row = await getVersionRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, "The documentation version");
    const { description: before, parts } = row.settings;
    const { description } = change(before === undefined ? {} : { description: before });
    return versionOf(await tx.update("DocumentationVersion", row, { settings: { parts, ...(description ? { description } : {}) } }));
  });
}

export async function deleteDocumentationVersion(scope: Scope, input: DocumentationVersionKey): Promise<void> {
  const intent = { action: "documentation-version:delete", api: input.restApiId, summary: "Delete a documentation version" };
  await write(scope, intent, async (tx) => {
    const row = await getVersionRow(tx.source, scope, input);
    await tx.remove("DocumentationVersion", { id: row.id });
  });
}

export async function getVersionRow(source: Source, scope: Scope, key: DocumentationVersionKey): Promise<Rows["DocumentationVersion"]> {
  await getApiRow(source, scope, key.restApiId);
  const row = await table(source, "DocumentationVersion").findUnique({ where: { id: `${key.restApiId}/${key.documentationVersion}` } });
  if (row === null) throw notFound("Invalid Documentation version identifier specified");
  return row;
}

function versionOf({ name, createdAt, settings, version }: Rows["DocumentationVersion"]): DocumentationVersion {
  const { description } = settings;
  return { version: name, createdDate: createdAt, ...(description === undefined ? {} : { description }), entityVersion: version };
}

import { changeMapping, getMappingRows, insertMapping, type MappingRow, readBasePath } from "./domain-mappings.ts";
import { type DomainKey, type DomainRow, getDomainRow } from "./domains.ts";
import { badRequest, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import type { Source } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

/** A mapping as clients of the first API see it: the root is `(none)`. */
export type BasePathMapping = { basePath: string; restApiId: string; stage?: string };
export type BasePathMappingDraft = { basePath: string; restApiId: string; stage: string };
type Key = DomainKey & { basePath: string };

export async function createBasePathMapping(
  scope: Scope,
  input: DomainKey & { restApiId: string; basePath?: string | undefined; stage?: string | undefined },
): Promise<BasePathMapping> {
  const basePath = singleLevel(input.basePath);
  return write(scope, { action: "mapping:create", summary: `Map /${basePath} of ${input.domainName}` }, async (tx) => {
    const domain = await getDomainRow(tx.source, scope, input);
    return mappingOf(await insertMapping(tx, scope, domain, { basePath, apiId: input.restApiId, stage: input.stage ?? "" }));
  });
}

export async function getBasePathMapping(scope: Scope, key: Key): Promise<BasePathMapping> {
  return read(scope, async (source) => mappingOf((await getRows(source, scope, key)).row));
}

export async function getBasePathMappings(scope: Scope, input: DomainKey & PageInput): Promise<Page<BasePathMapping>> {
  return read(scope, async (source) => {
    const page = pageOf(await getMappingRows(source, await getDomainRow(source, scope, input)), (row) => row.id, input);
    return { ...page, items: page.items.map(mappingOf) };
  });
}

export async function updateBasePathMapping(
  scope: Scope,
  key: Key,
  change: (draft: BasePathMappingDraft) => BasePathMappingDraft,
): Promise<BasePathMapping> {
  return write(scope, { action: "mapping:update", summary: `Change a mapping of ${key.domainName}` }, async (tx) => {
    const { domain, row } = await getRows(tx.source, scope, key);
    const draft = change({ basePath: row.basePath, restApiId: row.apiId, stage: row.stage });
    const basePath = draft.basePath === row.basePath ? row.basePath : singleLevel(draft.basePath);
    return mappingOf(await changeMapping(tx, scope, { domain, row }, { basePath, apiId: draft.restApiId, stage: draft.stage }));
  });
}

export async function deleteBasePathMapping(scope: Scope, key: Key): Promise<void> {
  await write(scope, { action: "mapping:delete", summary: `Remove a mapping of ${key.domainName}` }, async (tx) => {
    const { row } = await getRows(tx.source, scope, key);
    await tx.remove("Mapping", { id: row.id });
  });
}

async function getRows(source: Source, scope: Scope, key: Key): Promise<{ domain: DomainRow; row: MappingRow }> {
  const domain = await getDomainRow(source, scope, key);
  const basePath = readBasePath(key.basePath);
  const row = (await getMappingRows(source, domain)).find((candidate) => candidate.basePath === basePath);
  if (row === undefined) throw notFound("Invalid base path mapping identifier specified");
  return { domain, row };
}

function singleLevel(given: string | undefined): string {
  const basePath = readBasePath(given);
  if (!basePath.includes("/")) return basePath;
  throw badRequest(
    "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
  );
}

function mappingOf({ basePath, apiId, stage }: MappingRow): BasePathMapping {
  return { basePath: basePath === "" ? "(none)" : basePath, restApiId: apiId, ...(stage === "" ? {} : { stage }) };
}

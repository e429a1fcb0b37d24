import { changeMapping, getMappingRow, getMappingRows, insertMapping, type MappingRow } from "../domain-mappings.ts";
import { type DomainRow, getDomainRow } from "../domains.ts";
import type { Source } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { read, write } from "../write.ts";
import { demandRegional } from "./domain-names.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";

/** A mapping as clients of the second API see it: its key may have several segments and is empty for the root. */
export type ApiMapping = { apiMappingId: string; apiId: string; stage: string; apiMappingKey: string };
export type ApiMappingKey = { domainName: string; apiMappingId: string };

export async function createApiMapping(
  scope: Scope,
  input: { domainName: string; apiId: string; stage: string; apiMappingKey?: string | undefined },
): Promise<ApiMapping> {
  const { domainName, apiId, stage, apiMappingKey: basePath = "" } = input;
  return write(scope, { action: "mapping:create", summary: `Map /${basePath} of ${domainName}` }, async (tx) => {
    const domain = await getRegional(tx.source, scope, domainName);
    return mappingOf(await insertMapping(tx, scope, domain, { basePath, apiId, stage }));
  });
}

export async function getApiMapping(scope: Scope, key: ApiMappingKey): Promise<ApiMapping> {
  return read(scope, async (source) => mappingOf(await getMappingRow(source, await getDomainRow(source, scope, key), key.apiMappingId)));
}

export async function getApiMappings(scope: Scope, input: { domainName: string } & V2PageInput): Promise<V2Page<ApiMapping>> {
  return read(scope, async (source) => {
    const page = v2PageOf(await getMappingRows(source, await getDomainRow(source, scope, input)), (row) => row.id, input);
    return { ...page, items: page.items.map(mappingOf) };
  });
}

export async function updateApiMapping(
  scope: Scope,
  input: ApiMappingKey & { apiId: string; apiMappingKey?: string | undefined; stage?: string | undefined },
): Promise<ApiMapping> {
  const { domainName, apiMappingId, apiId } = input;
  return write(scope, { action: "mapping:update", summary: `Change a mapping of ${domainName}` }, async (tx) => {
    const domain = await getRegional(tx.source, scope, domainName);
    const row = await getMappingRow(tx.source, domain, apiMappingId);
    const draft = { basePath: input.apiMappingKey ?? row.basePath, apiId, stage: input.stage ?? row.stage };
    return mappingOf(await changeMapping(tx, scope, { domain, row }, draft));
  });
}

export async function deleteApiMapping(scope: Scope, key: ApiMappingKey): Promise<void> {
  await write(scope, { action: "mapping:delete", summary: `Remove a mapping of ${key.domainName}` }, async (tx) => {
    const row = await getMappingRow(tx.source, await getDomainRow(tx.source, scope, key), key.apiMappingId);
    await tx.remove("Mapping", { id: row.id });
  });
}

async function getRegional(source: Source, scope: Scope, domainName: string): Promise<DomainRow> {
  const domain = await getDomainRow(source, scope, { domainName });
  demandRegional(domain);
  return domain;
}

function mappingOf({ id: apiMappingId, apiId, stage, basePath: apiMappingKey }: MappingRow): ApiMapping {
  return { apiMappingId, apiId, stage, apiMappingKey };
}

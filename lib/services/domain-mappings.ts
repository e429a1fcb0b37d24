import { newId } from "../base/ids.ts";
import { withoutSlashes } from "../definition/choose-target.ts";
import { type DomainRow, isPrivate } from "./domains.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

export type MappingRow = Rows["Mapping"];
export type MappingDraft = { basePath: string; apiId: string; stage: string };

// The service's own quota is 200; bases of paths are looked at one after the other.
const mappingsMax = 500;
const basePathMaxLength = 300;

export async function insertMapping(tx: WriteTx, scope: Scope, domain: DomainRow, draft: MappingDraft): Promise<MappingRow> {
  if (domain.settings.routingMode === "ROUTING_RULE_ONLY")
    throw badRequest("The routing mode of the domain name is ROUTING_RULE_ONLY, which allows no API mappings");
  const rows = await getMappingRows(tx.source, domain);
  if (rows.length >= mappingsMax) throw badRequest(`A custom domain name has at most ${mappingsMax} mappings`);
  const mapping = await checkMapping(tx.source, scope, domain, draft);
  demandFree(rows, mapping.basePath);
  return tx.insert("Mapping", { id: newId(scope.random, 6), domainId: domain.id, ...mapping, createdAt: tx.at });
}

export async function changeMapping(
  tx: WriteTx,
  scope: Scope,
  { domain, row }: { domain: DomainRow; row: MappingRow },
  draft: MappingDraft,
): Promise<MappingRow> {
  const mapping = await checkMapping(tx.source, scope, domain, draft);
  const others = (await getMappingRows(tx.source, domain)).filter((other) => other.id !== row.id);
  demandFree(others, mapping.basePath);
  return tx.update("Mapping", row, mapping);
}

export type MappingOfApi = { domainName: string; domainNameId?: string; basePath: string; stage: string };

/** Where custom domain names of the workspace lead to an API; private names are told apart by their ids. */
export async function listMappingsOfApi(scope: Scope, apiId: string): Promise<MappingOfApi[]> {
  return read(scope, async (source) => {
    const rows = await table(source, "Mapping").findMany({ where: { apiId } });
    const ids = rows.map(({ domainId }) => domainId);
    const domains = await table(source, "Domain").findMany({ where: { id: { in: ids }, workspaceId: scope.workspace.id } });
    const byId = new Map(domains.map((domain) => [domain.id, domain]));
    return rows.flatMap(({ domainId, basePath, stage }) => {
      const domain = byId.get(domainId);
      if (domain === undefined) return [];
      return [{ domainName: domain.name, ...(isPrivate(domain.settings) ? { domainNameId: domain.id } : {}), basePath, stage }];
    });
  });
}

/** In the order in which they are looked at: the longest base path first. */
export async function getMappingRows(source: Source, domain: DomainRow): Promise<MappingRow[]> {
  const rows = await table(source, "Mapping").findMany({ where: { domainId: domain.id } });
  return rows.sort((a, b) => b.basePath.length - a.basePath.length || (a.basePath < b.basePath ? -1 : 1));
}

export async function getMappingRow(source: Source, domain: DomainRow, id: string): Promise<MappingRow> {
  const row = await table(source, "Mapping").findUnique({ where: { id } });
  if (row?.domainId !== domain.id) throw notFound("Invalid API mapping identifier specified");
  return row;
}

function demandFree(rows: readonly MappingRow[], basePath: string): void {
  if (!rows.some((row) => row.basePath === basePath)) return;
  throw conflict(
    basePath === "" ? "Only one base path mapping is allowed if the base path is empty." : "Base path already exists for this domain name",
  );
}

/** A base path without slashes around it; `(none)` and `/` are the root. */
export function readBasePath(given: string | undefined): string {
  return given === undefined || given === "(none)" ? "" : withoutSlashes(given);
}

async function checkMapping(source: Source, scope: Scope, domain: DomainRow, draft: MappingDraft): Promise<MappingDraft> {
  const basePath = readBasePath(draft.basePath);
  if (basePath.length > basePathMaxLength) throw badRequest(`A base path has at most ${basePathMaxLength} characters`);
  if (!/^[\w$\-.+!*'()/]*$/.test(basePath) || basePath.includes("//"))
    throw badRequest("Invalid base path specified: it has letters, digits and the characters $-_.+!*'()/");
  const api = await demandTarget(source, scope, { ...draft, isPrivate: isPrivate(domain.settings) });
  if (api.kind !== "REST" && domain.settings.endpointConfiguration.types[0] !== "REGIONAL")
    throw badRequest("Only REST APIs can be attached to EDGE and PRIVATE domain names.");
  if (api.kind !== "REST" && draft.stage === "") throw badRequest("Invalid stage identifier specified");
  return { basePath, apiId: draft.apiId, stage: draft.stage };
}

type Target = { apiId: string; stage: string; isPrivate: boolean };

/** The API that a domain may lead to, with the stage, if one is named. */
export async function demandTarget(source: Source, scope: Scope, target: Target): Promise<Rows["Api"]> {
  const api = await table(source, "Api").findUnique({ where: { id: target.apiId } });
  if (api?.workspaceId !== scope.workspace.id) throw badRequest("Invalid REST API identifier specified");
  if (target.stage !== "" && (await table(source, "Stage").count({ where: { id: `${target.apiId}/${target.stage}` } })) === 0)
    throw badRequest("Invalid stage identifier specified");
  const isPrivateApi = api.kind === "REST" && api.settings.endpointConfiguration.types.includes("PRIVATE");
  if (isPrivateApi !== target.isPrivate)
    throw badRequest("A private custom domain name leads to private APIs only, and a public one to public APIs only");
  return api;
}

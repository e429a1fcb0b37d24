import { newId } from "../base/ids.ts";
import { ServiceError } from "../base/service-error.ts";
import type { PlannedPart } from "../openapi/import-plan.ts";
import { planDocumentation } from "../openapi/plan-import.ts";
import { readDocument } from "../openapi/read-document.ts";
import { type DocumentationLocation, type DocumentationPart, documentationPartTypes } from "./documentation-types.ts";
import { badRequest, conflict, notFound, unknownApi } from "./errors.ts";
import type { Import, ImportMode } from "./import-job.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type DocumentationPartResult = DocumentationPart & { id: string; entityVersion: number };
export type DocumentationPartKey = { restApiId: string; documentationPartId: string };
type LocationInput = { [Member in keyof DocumentationLocation]?: string | undefined };

export async function createDocumentationPart(
  scope: Scope,
  input: { restApiId: string; location: LocationInput; properties: string },
): Promise<DocumentationPartResult> {
  const { restApiId: apiId } = input;
  return write(scope, { action: "documentation-part:create", api: apiId, summary: "Create a documentation part" }, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const settings = checkPart({ location: { ...input.location, type: input.location.type ?? "" }, properties: input.properties });
    const rows = await table(tx.source, "DocumentationPart").findMany({ where: { apiId } });
    if (rows.some((row) => placeOf(row.settings) === placeOf(settings))) {
      throw conflict(`Documentation part already exists for the specified location: type '${settings.location.type}'`);
    }
    return partOf(await tx.insert("DocumentationPart", { id: newId(scope.random), apiId, settings }));
  });
}

export async function getDocumentationPart(scope: Scope, input: DocumentationPartKey): Promise<DocumentationPartResult> {
  return read(scope, async (source) => partOf(await getPartRow(source, scope, input, unknownPart)));
}

export type GetDocumentationPartsInput = { restApiId: string } & PageInput & {
    type?: string | undefined;
    nameQuery?: string | undefined;
    path?: string | undefined;
  };

export async function getDocumentationParts(scope: Scope, input: GetDocumentationPartsInput): Promise<Page<DocumentationPartResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "DocumentationPart").findMany({ where: { apiId: input.restApiId }, orderBy: [{ id: "asc" }] });
    const shown = rows.filter(({ settings: { location } }) => {
      const ofType = input.type === undefined || location.type === input.type;
      const ofPath = input.path === undefined || location.path === input.path;
      return ofType && ofPath && (input.nameQuery === undefined || (location.name ?? "").startsWith(input.nameQuery));
    });
    const page = pageOf(shown, (row) => row.id, input);
    return { ...page, items: page.items.map(partOf) };
  });
}

export async function updateDocumentationPart(
  scope: Scope,
  key: DocumentationPartKey,
  change: (draft: { properties: string }) => { properties: string },
  options: UpdateOptions = {},
): Promise<DocumentationPartResult> {
  const intent = { action: "documentation-part:update", api: key.restApiId, summary: "Change a documentation part" };
  return write(scope, intent, async (tx) => {
    const row = await getPartRow(tx.source, scope, key, unknownPart);
    await demandVersion(tx.source, row, options.expectedVersion, "The documentation part");
    const { properties } = change({ properties: row.settings.properties });
    return partOf(await tx.update("DocumentationPart", row, { settings: checkPart({ ...row.settings, properties }) }));
  });
}

export async function deleteDocumentationPart(scope: Scope, input: DocumentationPartKey): Promise<void> {
  const intent = { action: "documentation-part:delete", api: input.restApiId, summary: "Delete a documentation part" };
  await write(scope, intent, async (tx) => {
    const row = await getPartRow(tx.source, scope, input, () => unknownApi(scope, input.restApiId));
    await tx.remove("DocumentationPart", { id: row.id });
  });
}

export type ImportDocumentationPartsInput = { restApiId: string; mode?: string | undefined; body: Uint8Array };

export async function importDocumentationParts(
  scope: Scope,
  input: ImportDocumentationPartsInput,
): Promise<{ ids: string[]; warnings?: string[] }> {
  const parts = planDocumentation(readParts(input.body));
  const mode: ImportMode = input.mode === "overwrite" ? "overwrite" : "merge";
  const intent = { action: "documentation-part:import", api: input.restApiId, summary: "Import documentation parts" };
  return write(scope, intent, async (tx) => {
    const api = await getApiRow(tx.source, scope, input.restApiId);
    return { ids: await replaceDocumentation({ tx, scope, api, mode }, parts) };
  });
}

function readParts(body: Uint8Array) {
  try {
    return readDocument(body);
  } catch (cause) {
    if (cause instanceof ServiceError && cause.code === "BadRequestException") {
      throw badRequest("Unable to build importer with provided input.", { cause });
    }
    throw cause;
  }
}

/** Puts parts in the place of those at the same locations, and of all others when overwriting; the ids of what is new or changed. */
export async function replaceDocumentation(job: Omit<Import, "plan">, planned: readonly PlannedPart[]): Promise<string[]> {
  const { tx, scope, api, mode } = job;
  const rows = await table(tx.source, "DocumentationPart").findMany({ where: { apiId: api.id } });
  const known = new Map(rows.map((row) => [placeOf(row.settings), row]));
  const ids: string[] = [];
  for (const part of planned) {
    const settings = checkPart(part);
    const before = known.get(placeOf(settings));
    known.delete(placeOf(settings));
    if (before !== undefined) await tx.update("DocumentationPart", before, { settings });
    const row = before ?? (await tx.insert("DocumentationPart", { id: newId(scope.random), apiId: api.id, settings }));
    ids.push(row.id);
  }
  for (const row of mode === "overwrite" ? known.values() : []) await tx.remove("DocumentationPart", { id: row.id });
  return ids;
}

const unknownPart = () => notFound("Invalid Documentation part identifier specified");

/** The row of a part; the service words an unknown API differently by operation. */
async function getPartRow(
  source: Source,
  scope: Scope,
  key: DocumentationPartKey,
  unknown: () => Error,
): Promise<Rows["DocumentationPart"]> {
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "DocumentationPart").findUnique({ where: { id: key.documentationPartId } });
  if (row?.apiId !== key.restApiId) throw unknownPart();
  return row;
}

const propertiesLengthMax = 400_000;

function checkPart(part: { location: LocationInput; properties: string }): DocumentationPart {
  const type = documentationPartTypes.find((known) => known === part.location.type);
  if (type === undefined) throw badRequest(`Invalid documentation part type specified: ${part.location.type ?? ""}`);
  if (part.properties.length > propertiesLengthMax)
    throw badRequest(`Documentation part properties are longer than ${propertiesLengthMax}.`);
  try {
    JSON.parse(part.properties);
  } catch (cause) {
    throw badRequest("Documentation part properties must be valid JSON", { cause });
  }
  const { path, method, statusCode, name } = part.location;
  // Parts below the API are at the root unless they say where.
  const place = type === "API" || type === "AUTHORIZER" || type === "MODEL" ? path : (path ?? "/");
  const members = Object.entries({ path: place, method, statusCode, name }).filter(([, value]) => value !== undefined);
  return { location: { type, ...Object.fromEntries(members) }, properties: part.properties };
}

function placeOf({ location: { type, path, method, statusCode, name } }: DocumentationPart): string {
  return JSON.stringify([type, path, method, statusCode, name]);
}

function partOf(row: Rows["DocumentationPart"]): DocumentationPartResult {
  return { ...row.settings, id: row.id, entityVersion: row.version };
}

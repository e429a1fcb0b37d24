import { httpVerbs } from "../../definition/http-verbs.ts";
import type { ImportDecisions, ImportReview, ImportTarget, SourcePlace } from "../../definition/import-review.ts";
import { basePathOf, joinPaths } from "../../openapi/base-path.ts";
import { locateOperations } from "../../openapi/locate-operations.ts";
import { readDocument } from "../../openapi/read-document.ts";
import { conflict } from "../errors.ts";
import { textsOf } from "../import-job.ts";
import { importRestApi, planDocument } from "../import-rest-api.ts";
import { getApiRow } from "../rest-apis.ts";
import { demand, type Scope } from "../scope.ts";
import { getV2ApiRow } from "../v2/change-api.ts";
import { importV2Api, planHttpDocument, reimportV2Api } from "../v2/import-api.ts";
import { read, write, writeTogether } from "../write.ts";
import { loadApiRows, newApiId, nothing, rehearseImport } from "./rehearse.ts";
import { reviewHttp } from "./review-http.ts";
import { reviewRest } from "./review-rest.ts";
import { settleImport } from "./settle-import.ts";
import { writeDifference } from "./write-difference.ts";

export type ReviewInput = { document: string; target: ImportTarget; basepath?: string | undefined };
export type ReviewedImport = { apiId: string; warnings: string[] };

/** What importing a document would do; nothing is written. */
export async function reviewImport(scope: Scope, { document, target, basepath }: ReviewInput): Promise<ImportReview> {
  demand(scope, "write", "api:import");
  const apiId = "apiId" in target ? target.apiId : undefined;
  if (target.kind === "HTTP") {
    const plan = planHttpDocument({ body: document, basepath });
    const api = apiId === undefined ? undefined : await read(scope, (source) => getV2ApiRow(source, scope, apiId));
    // Rows in memory hold either kind, as those of the database do.
    const before = api === undefined ? nothing : await read(scope, (source) => loadApiRows(source, restRowOf(api)));
    return { ...(await reviewHttp(scope, { before, plan, places: placesOf(document, basepath) })), ...versionOf(api) };
  }
  const plan = planDocument({ body: new TextEncoder().encode(document), parameters: withBasepath(basepath) }, apiId ?? newApiId);
  const api = apiId === undefined ? undefined : await read(scope, (source) => getApiRow(source, scope, apiId));
  const before = api === undefined ? nothing : await read(scope, (source) => loadApiRows(source, api));
  const mode = "mode" in target ? target.mode : "overwrite";
  const rehearsal = await rehearseImport(scope, before, plan, mode);
  return { ...reviewRest(rehearsal, { plan, mode, places: placesOf(document, basepath) }), ...versionOf(api) };
}

/** Imports a document as it was decided, in one revision; refused when the draft is not the one that was looked at. */
export async function applyReviewedImport(
  scope: Scope,
  { document, target, basepath, decisions, draftVersion }: ReviewInput & { decisions: ImportDecisions; draftVersion?: number | undefined },
): Promise<ReviewedImport> {
  const parameters = withBasepath(basepath);
  const body = new TextEncoder().encode(document);
  if (target.kind === "HTTP") {
    const input = { body: document, basepath };
    const { apiId, importInfo = [] } = await ("apiId" in target
      ? reimportLookedAt(scope, { ...input, apiId: target.apiId }, draftVersion)
      : importV2Api(scope, input));
    return { apiId, warnings: importInfo };
  }
  if (!("apiId" in target)) {
    const { id, warnings = [] } = await importRestApi(scope, { body, parameters });
    return { apiId: id, warnings };
  }
  const { apiId, mode } = target;
  const plan = planDocument({ body, parameters }, apiId);
  await write(scope, { action: "api:import", api: apiId, summary: `Import a document (${mode}, reviewed)` }, async (tx) => {
    const api = await getApiRow(tx.source, scope, apiId);
    if (draftVersion !== undefined && api.draftVersion !== draftVersion) throw changedSince();
    const rehearsal = await rehearseImport(scope, await loadApiRows(tx.source, api), plan, mode);
    await writeDifference(tx, rehearsal.before, settleImport(rehearsal, { plan, mode, decisions }));
  });
  return { apiId, warnings: textsOf(plan.warnings) };
}

function changedSince(): Error {
  return conflict("The API was changed after this preview was made. Look at a new preview; your choices are kept.");
}

async function reimportLookedAt(scope: Scope, input: Parameters<typeof reimportV2Api>[1], draftVersion: number | undefined) {
  const intent = { action: "api:import", api: input.apiId, summary: "Import a document (reviewed)" };
  return writeTogether(scope, intent, async (within, tx) => {
    const api = await getV2ApiRow(tx.source, scope, input.apiId);
    if (draftVersion !== undefined && api.draftVersion !== draftVersion) throw changedSince();
    return reimportV2Api(within, input);
  });
}

function restRowOf(api: Awaited<ReturnType<typeof getV2ApiRow>>): Parameters<typeof loadApiRows>[1] {
  return api as unknown as Parameters<typeof loadApiRows>[1];
}

function versionOf(api: { draftVersion: number } | undefined): Pick<ImportReview, "draftVersion"> {
  return api === undefined ? {} : { draftVersion: api.draftVersion };
}

function withBasepath(basepath: string | undefined): Record<string, string> {
  return basepath === undefined ? {} : { basepath };
}

/** Where operations are in the document, by the names that the import gives them. */
function placesOf(document: string, basepath: string | undefined): Map<string, SourcePlace> {
  const base = basePathOf(readDocument(new TextEncoder().encode(document)), basepath);
  return new Map(
    locateOperations(document).map(({ path, key, line, column }) => {
      const verb = key === "x-amazon-apigateway-any-method" ? "ANY" : key.toUpperCase();
      const isDefault = path === "/$default" || path === "$default";
      const isVerb = httpVerbs.some((known) => known === verb);
      return [isDefault ? "$default" : isVerb ? `${verb} ${joinPaths(base, path)}` : path, { line, column }];
    }),
  );
}

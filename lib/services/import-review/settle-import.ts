import type { ImportDecisions } from "../../definition/import-review.ts";
import type { Method } from "../../definition/rest-api.ts";
import type { ImportPlan } from "../../openapi/import-plan.ts";
import { badRequest } from "../errors.ts";
import type { ImportMode } from "../import-job.ts";
import { isVariable } from "../resources.ts";
import { checkSettings } from "../rest-apis.ts";
import type { Rows } from "../rows.ts";
import { type Candidate, listCandidates, rowAfter } from "./candidates.ts";
import { type ApiRows, noRows } from "./memory-tx.ts";
import type { Rehearsal } from "./rehearse.ts";

type Import = { plan: ImportPlan; mode: ImportMode; decisions: ImportDecisions };

/** What an API has after an import with these decisions. What a method needs is there, whatever was decided of it. */
export function settleImport(rehearsal: Rehearsal, { plan, mode, decisions }: Import): ApiRows {
  const { before, after } = rehearsal;
  const candidates = listCandidates(rehearsal, plan, mode);
  const rows = noRows();
  for (const candidate of candidates) {
    const row = rowAfter(candidate, choiceOf(candidate, decisions));
    if (row !== undefined) put(rows, candidate, row);
  }
  keepNeeds(rows, candidates);
  keepReferences(rows, candidates);
  for (const row of settleResources(rehearsal, candidates, rows)) rows.Resource.set(row.id, row);
  demandOneVariable([...rows.Resource.values()]);
  for (const [id, row] of decisions.documentation ? after.DocumentationPart : before.DocumentationPart) rows.DocumentationPart.set(id, row);
  for (const [id, row] of after.Api) rows.Api.set(id, withChosenSettings(before.Api.get(id) ?? row, row, decisions.settings));
  return rows;
}

function choiceOf(candidate: Candidate, decisions: ImportDecisions) {
  const chosen = Object.hasOwn(decisions.items, candidate.key) ? decisions.items[candidate.key] : undefined;
  if (chosen === undefined) return candidate.byDefault;
  if (!candidate.choices.includes(chosen)) throw badRequest(`${candidate.key} cannot be decided with ${chosen}.`);
  return chosen;
}

function put(rows: ApiRows, { model }: Candidate, row: NonNullable<Candidate["before"]>): void {
  // Candidates have rows of their own model.
  (rows[model] as Map<string, unknown>).set(row.id, row);
}

/** Puts what methods name, where it was left out or removed. */
function keepNeeds(rows: ApiRows, candidates: readonly Candidate[]): void {
  const methods = [...rows.Method.values()].map(({ settings }) => settings);
  const ids = new Set(methods.flatMap((method) => [method.authorizerId, method.requestValidatorId]));
  for (const candidate of candidates) {
    const row = candidate.before ?? candidate.replaced;
    const isNamed = candidate.model !== "Method" && row !== undefined && ids.has(row.id);
    if (isNamed && !rows[candidate.model].has(row.id)) put(rows, candidate, row);
  }
  keepModels(rows, candidates, new Set(methods.flatMap(modelsOf)));
}

function modelsOf({ requestModels, methodResponses }: Method): string[] {
  const ofResponses = Object.values(methodResponses ?? {}).map(({ responseModels }) => responseModels);
  return [requestModels, ...ofResponses].flatMap((models) => Object.values(models ?? {}));
}

function keepModels(rows: ApiRows, candidates: readonly Candidate[], names: ReadonlySet<string>): void {
  if (names.size === 0) return;
  const there = new Set([...rows.Model.values()].map(({ name }) => name));
  for (const candidate of candidates) {
    if (candidate.model !== "Model" || !names.has(candidate.name ?? "") || there.has(candidate.name ?? "")) continue;
    const row = candidate.before ?? candidate.replaced;
    if (row !== undefined) put(rows, candidate, row);
  }
}

/** Models refer to others by their address; round by round, as what comes may refer again. */
function keepReferences(rows: ApiRows, candidates: readonly Candidate[]): void {
  for (let size = -1; size !== rows.Model.size; ) {
    size = rows.Model.size;
    const schemas = [...rows.Model.values()].map(({ settings }) => settings.schema ?? "");
    const names = schemas.flatMap((schema) => [...schema.matchAll(/\/models\/([A-Za-z0-9]+)"/g)].map(([, name = ""]) => name));
    keepModels(rows, candidates, new Set(names));
  }
}

/**
 * Resources of the import, and those that kept methods need. One that lost all methods at and below it goes when the document does not
 * have it; so does one that would only have been made for what is left out.
 */
function settleResources({ before, after }: Rehearsal, candidates: readonly Candidate[], rows: ApiRows): Rows["Resource"][] {
  const all = new Map([...before.Resource, ...after.Resource]);
  const byPath = new Map([...all.values()].map((row) => [row.path, row]));
  const needed = new Set<string>(["/"]);
  for (const { resourceId } of rows.Method.values()) addWithParents(needed, all.get(resourceId)?.path ?? "/");
  const emptied = new Set<string>();
  for (const { model, path = "/", before: old, replaced } of candidates) {
    if (model === "Method" && (old === undefined || replaced === undefined)) addWithParents(emptied, path);
  }
  return [...byPath.values()].filter(({ id, path }) => needed.has(path) || (after.Resource.has(id) && !emptied.has(path)));
}

function addWithParents(paths: Set<string>, path: string): void {
  for (let current = path; current !== ""; current = current.slice(0, current.lastIndexOf("/"))) paths.add(current);
}

/** A kept operation may stand where the document has another variable. */
function demandOneVariable(resources: readonly Rows["Resource"][]): void {
  const variables = new Map<string, string>();
  for (const { parentId, pathPart, path } of resources) {
    if (parentId === null || pathPart === null || !isVariable(pathPart)) continue;
    const other = variables.get(parentId);
    if (other !== undefined) throw badRequest(`${path} cannot be kept beside ${other}: a resource has one path variable below it.`);
    variables.set(parentId, path);
  }
}

function withChosenSettings(before: Rows["Api"], after: Rows["Api"], chosen: readonly string[]): Rows["Api"] {
  const taken = Object.fromEntries(chosen.flatMap((name) => (name in after.settings ? [[name, Reflect.get(after.settings, name)]] : [])));
  const gone = chosen.filter((name) => !(name in after.settings));
  const kept = Object.fromEntries(Object.entries(before.settings).filter(([name]) => !gone.includes(name)));
  const settings = checkSettings({ ...kept, ...taken });
  return { ...before, name: settings.name, settings };
}

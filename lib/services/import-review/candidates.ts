import { canonicalJson } from "../../base/canonical-json.ts";
import type { ImportChoice, ImportGroup } from "../../definition/import-review.ts";
import type { ImportPlan } from "../../openapi/import-plan.ts";
import type { ImportMode } from "../import-job.ts";
import type { Rows } from "../rows.ts";
import { mergeMethods } from "./merge-methods.ts";
import type { Rehearsal } from "./rehearse.ts";

export type CandidateModel = "Method" | "Model" | "RequestValidator" | "Authorizer" | "GatewayResponse";
type CandidateRow = Rows[CandidateModel];

/** A thing of an API and of a document, and what may become of it. */
export type Candidate = {
  key: string;
  model: CandidateModel;
  group: ImportGroup;
  path?: string;
  verb?: string;
  name?: string;
  /** As it is. */
  before: CandidateRow | undefined;
  /** As the document has it. */
  replaced: CandidateRow | undefined;
  /** As it is, with the document laid over it. */
  merged: CandidateRow | undefined;
  choices: ImportChoice[];
  byDefault: ImportChoice | undefined;
};

const groups: Readonly<Record<CandidateModel, ImportGroup>> = {
  Method: "operation",
  Model: "model",
  RequestValidator: "requestValidator",
  Authorizer: "authorizer",
  GatewayResponse: "gatewayResponse",
};

const words: Readonly<Record<CandidateModel, string>> = {
  Method: "",
  Model: "model ",
  RequestValidator: "request validator ",
  Authorizer: "authorizer ",
  GatewayResponse: "gateway response ",
};

/** Everything that an import may add, change or remove. */
export function listCandidates({ before, after }: Rehearsal, plan: ImportPlan, mode: ImportMode): Candidate[] {
  const paths = new Map([...before.Resource.values(), ...after.Resource.values()].map(({ id, path }) => [id, path]));
  const models = Object.keys(groups) as CandidateModel[];
  return models.flatMap((model) => {
    const named = namesIn(plan, model);
    const ids = new Set([...before[model].keys(), ...after[model].keys()]);
    return [...ids].map((id) => {
      const old = before[model].get(id);
      const made = after[model].get(id);
      const place = placeOf(model, old ?? made, paths);
      return candidateOf({ ...place, model, group: groups[model], before: old, made, isNamed: named.has(place.label), mode });
    });
  });
}

type Place = { label: string; path?: string; verb?: string; name?: string };

function placeOf(model: CandidateModel, row: CandidateRow | undefined, paths: ReadonlyMap<string, string>): Place {
  if (row !== undefined && "resourceId" in row) {
    const path = paths.get(row.resourceId) ?? "";
    return { label: `${row.httpMethod} ${path}`, path, verb: row.httpMethod };
  }
  const name = row === undefined ? "" : nameOf(row);
  return { label: words[model] + name, name };
}

function nameOf(row: Exclude<CandidateRow, Rows["Method"]>): string {
  if ("responseType" in row) return row.responseType;
  if ("name" in row) return row.name;
  const { settings } = row;
  return "name" in settings && settings.name !== undefined ? settings.name : row.id;
}

/** What the document has of a kind. */
function namesIn(plan: ImportPlan, model: CandidateModel): Set<string> {
  const { methods, models, requestValidators, authorizers, gatewayResponses } = plan;
  const lists: Readonly<Record<CandidateModel, readonly string[]>> = {
    Method: methods.map(({ httpMethod, path }) => `${httpMethod} ${path}`),
    Model: models.map(({ name }) => name),
    RequestValidator: requestValidators.map(({ name }) => name),
    Authorizer: authorizers.map(({ name }) => name),
    GatewayResponse: gatewayResponses.map(({ responseType }) => responseType),
  };
  return new Set(lists[model].map((name) => words[model] + name));
}

type Facts = Place & {
  model: CandidateModel;
  group: ImportGroup;
  before: CandidateRow | undefined;
  made: CandidateRow | undefined;
  isNamed: boolean;
  mode: ImportMode;
};

function candidateOf({ label: key, made, isNamed, mode, before, ...facts }: Facts): Candidate {
  const replaced = isNamed ? made : undefined;
  const merged = mergedRow(before, replaced);
  return { key, ...facts, before, replaced, merged, ...choicesOf({ before, replaced, merged, mode }) };
}

function mergedRow(before: CandidateRow | undefined, replaced: CandidateRow | undefined): CandidateRow | undefined {
  if (before === undefined || replaced === undefined || !("resourceId" in before) || !("resourceId" in replaced)) return undefined;
  return { ...before, settings: mergeMethods(before.settings, replaced.settings) };
}

type Sides = Pick<Candidate, "before" | "replaced" | "merged"> & { mode: ImportMode };

function choicesOf({ before, replaced, merged, mode }: Sides): Pick<Candidate, "choices" | "byDefault"> {
  if (before === undefined) return { choices: ["replace", "keep"], byDefault: "replace" };
  if (replaced === undefined) {
    // What is called merging keeps such things on the wire; of operations the wizard asks.
    const isMethod = "resourceId" in before;
    if (mode === "overwrite") return { choices: ["keep", "remove"], byDefault: "remove" };
    return { choices: ["keep", "remove"], byDefault: isMethod ? undefined : "keep" };
  }
  const differs = [merged, replaced].some((row) => row !== undefined && !isSame(before, row));
  const byDefault = merged !== undefined && mode === "merge" ? "merge" : "replace";
  if (!differs) return { choices: [], byDefault };
  return { choices: merged === undefined ? ["keep", "replace"] : ["keep", "merge", "replace"], byDefault };
}

/** Whether two rows hold the same, whatever their versions are. */
export function isSame(a: CandidateRow, b: CandidateRow): boolean {
  return canonicalJson(a.settings) === canonicalJson(b.settings);
}

/** What a choice makes of a thing; undefined is that it is not there. */
export function rowAfter(candidate: Candidate, choice: ImportChoice | undefined): CandidateRow | undefined {
  const { before, replaced, merged } = candidate;
  if (choice === "remove") return undefined;
  if (choice === "replace") return replaced ?? before;
  if (choice === "merge") return merged ?? replaced ?? before;
  return before;
}

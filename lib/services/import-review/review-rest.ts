import { canonicalJson } from "../../base/canonical-json.ts";
import { type FieldChange, fieldChanges } from "../../definition/diff.ts";
import type { ImportChoice, ImportItem, ImportReview, SourcePlace } from "../../definition/import-review.ts";
import type { ImportPlan } from "../../openapi/import-plan.ts";
import type { ImportMode } from "../import-job.ts";
import type { Rows } from "../rows.ts";
import { type Candidate, isSame, listCandidates, rowAfter } from "./candidates.ts";
import type { Rehearsal } from "./rehearse.ts";

/** Things whose fields are shown; nobody reads more, and a large document would make megabytes of them. */
const detailedMax = 2_000;

type Reviewed = { plan: ImportPlan; mode: ImportMode; places: ReadonlyMap<string, SourcePlace> };

/** What the import of a REST API would add, change and remove. */
export function reviewRest(rehearsal: Rehearsal, { plan, mode, places }: Reviewed): Omit<ImportReview, "draftVersion"> {
  const warningsOf = new Map<string, string[]>();
  for (const { operation = "", text } of plan.warnings) warningsOf.set(operation, [...(warningsOf.get(operation) ?? []), text]);
  const candidates = listCandidates(rehearsal, plan, mode);
  let detailed = 0;
  const items = candidates.map((candidate): ImportItem => {
    const kind = kindOf(candidate);
    const isDetailed = candidate.before !== undefined && candidate.choices.length > 0 && detailed++ < detailedMax;
    const { key, group, path, verb, name, choices, byDefault } = candidate;
    const place = places.get(key);
    return {
      key,
      group,
      kind,
      ...(path === undefined ? {} : { path }),
      ...(verb === undefined ? {} : { verb }),
      ...(name === undefined ? {} : { name }),
      choices,
      ...(byDefault === undefined ? {} : { byDefault }),
      ...(place === undefined ? {} : { place }),
      warnings: warningsOf.get(key) ?? [],
      fields: isDetailed ? fieldsOf(candidate) : {},
    };
  });
  return {
    name: plan.settings.name,
    items: items.sort(byPlace),
    settings: settingChanges(rehearsal),
    documentation: documentationChanges(rehearsal),
    warnings: plan.warnings.map((warning) => {
      const place = warning.operation === undefined ? undefined : places.get(warning.operation);
      return { ...warning, ...(place === undefined ? {} : { place }) };
    }),
  };
}

function kindOf(candidate: Candidate): ImportItem["kind"] {
  const { before, replaced, byDefault } = candidate;
  if (before === undefined) return "added";
  if (replaced === undefined) return byDefault === "keep" ? "kept" : "removed";
  const after = rowAfter(candidate, byDefault);
  return after === undefined || isSame(before, after) ? "kept" : "changed";
}

function fieldsOf(candidate: Candidate): ImportItem["fields"] {
  const { before, choices } = candidate;
  const shown: Partial<Record<ImportChoice, readonly FieldChange[]>> = {};
  for (const choice of choices) {
    const after = rowAfter(candidate, choice);
    if (before === undefined || after === undefined || choice === "keep") continue;
    shown[choice] = fieldChanges(before.settings, after.settings).map(shortened);
  }
  return shown;
}

/** Characters of a value that are shown: schemas and templates may have hundreds of thousands. */
const shownMax = 4_000;

function shortened({ field, from, to }: FieldChange): FieldChange {
  const cut = (text: string) => (text.length > shownMax ? `${text.slice(0, shownMax)} ...` : text);
  return { field, ...(from === undefined ? {} : { from: cut(from) }), ...(to === undefined ? {} : { to: cut(to) }) };
}

const groupOrder: readonly ImportItem["group"][] = ["operation", "model", "requestValidator", "authorizer", "gatewayResponse"];

function byPlace(a: ImportItem, b: ImportItem): number {
  if (a.group !== b.group) return groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group);
  const [first, second] = [a, b].map(({ path = "", verb = "", name = "" }) => `${path}\n${verb}${name}`);
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

function settingChanges({ before, after }: Rehearsal): ImportReview["settings"] {
  const [old] = before.Api.values();
  const [made] = after.Api.values();
  if (old === undefined || made === undefined) return [];
  const names = [...new Set([...Object.keys(old.settings), ...Object.keys(made.settings)])].sort();
  return names.flatMap((field) => {
    const [from, to] = [old, made].map(({ settings }) => settingText(settings, field));
    if (from === to) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

function settingText(settings: Rows["Api"]["settings"], field: string): string | undefined {
  const value: unknown = Reflect.get(settings, field);
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : canonicalJson(value);
}

function documentationChanges({ before, after }: Rehearsal): ImportReview["documentation"] {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const [id, part] of after.DocumentationPart) {
    const old = before.DocumentationPart.get(id);
    if (old === undefined) counts.added++;
    else if (canonicalJson(old.settings) !== canonicalJson(part.settings)) counts.changed++;
  }
  for (const id of before.DocumentationPart.keys()) if (!after.DocumentationPart.has(id)) counts.removed++;
  return counts;
}

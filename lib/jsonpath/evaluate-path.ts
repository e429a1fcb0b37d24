import { evaluateCondition } from "./evaluate-filter.ts";
import { isStepDefinite, JsonPathError, type Path, type PathContext, PathNotFound, type PathStep } from "./path.ts";
import { callPathFunction } from "./path-functions.ts";
import { JavaList, JavaMap, type JavaValue } from "./values.ts";

/**
 * The value that a path selects: one value of a definite path, a list of an indefinite one, and null where a definite path finds nothing.
 */
export function readPath(path: Path, input: Omit<PathContext, "evaluate">): JavaValue {
  const context: PathContext = { ...input, evaluate: evaluatePath };
  const inverted = invertScanFunction(path);
  const results = evaluatePath(inverted, context.document, context, false);
  if (inverted.isDefinite) return results.at(-1) ?? null;
  const endsInFunction = inverted.steps.at(-1)?.kind === "function";
  return results.length === 0 && endsInFunction ? null : new JavaList(results, "json");
}

function evaluatePath(path: Path, model: JavaValue, context: PathContext, isStrict: boolean): JavaValue[] {
  const walk: Walk = { path, context, isStrict, results: [] };
  evaluateStep(walk, 0, model, 0);
  return walk.results;
}

type Walk = { path: Path; context: PathContext; isStrict: boolean; results: JavaValue[] };

// `$..a.length()` measures what the scan finds, not each place: it is read as `$.length($..a)`.
function invertScanFunction(path: Path): Path {
  const last = path.steps.at(-1);
  if (last?.kind !== "function" || path.steps[0]?.kind !== "scan") return path;
  const steps = path.steps.slice(0, -1);
  const parameter = { kind: "path", path: { root: path.root, steps, isDefinite: false } } as const;
  return { root: path.root, steps: [{ ...last, parameters: [parameter] }], isDefinite: true };
}

function evaluateStep(walk: Walk, at: number, model: JavaValue, depth: number): void {
  walk.context.spend(4);
  const step = walk.path.steps[at];
  if (step === undefined) {
    walk.results.push(model);
    return;
  }
  switch (step.kind) {
    case "property":
      evaluateProperty(walk, at, step, model, depth);
      return;
    case "index":
    case "slice":
      evaluateIndexes(walk, at, step, model, depth);
      return;
    case "wildcard":
      evaluateWildcard(walk, at, model, depth);
      return;
    case "scan":
      scan(walk, at + 1, model, depth);
      return;
    case "filter":
      evaluateFilterStep(walk, at, step, model, depth);
      return;
    case "function": {
      const result = callPathFunction(step, model, walk.context);
      evaluateStep(walk, at + 1, result, depth);
      return;
    }
  }
}

function isUpstreamDefinite(walk: Walk, at: number): boolean {
  for (let index = 0; index < at; index++) {
    if (!isStepDefinite(walk.path.steps, index)) return false;
  }
  return true;
}

function evaluateProperty(walk: Walk, at: number, step: PathStep & { kind: "property" }, model: JavaValue, depth: number): void {
  if (!(model instanceof JavaMap)) {
    if (walk.isStrict && isUpstreamDefinite(walk, at)) throw new PathNotFound();
    return;
  }
  const isLeaf = at === walk.path.steps.length - 1;
  if (step.names.length > 1 && isLeaf) {
    const merged = new JavaMap();
    for (const name of step.names) {
      const value = model.get(name);
      if (value !== undefined) merged.set(name, value);
      else if (walk.isStrict) throw new PathNotFound();
    }
    walk.results.push(merged);
    return;
  }
  for (const name of step.names) {
    const value = model.get(name);
    if (value !== undefined) evaluateStep(walk, at + 1, value, depth);
    else if (walk.isStrict) throw new PathNotFound();
  }
}

function evaluateIndexes(walk: Walk, at: number, step: PathStep & { kind: "index" | "slice" }, model: JavaValue, depth: number): void {
  if (!(model instanceof JavaList)) {
    if (walk.isStrict && isUpstreamDefinite(walk, at)) throw new PathNotFound();
    return;
  }
  const length = model.items.length;
  const visit = (index: number) => {
    const value = model.items[index < 0 ? length + index : index];
    if (value !== undefined) evaluateStep(walk, at + 1, value, depth);
  };
  if (step.kind === "index") {
    step.indexes.forEach(visit);
    return;
  }
  const { start, end } = sliceBounds(step, length);
  for (let index = start; index < end; index++) visit(index);
}

function sliceBounds(step: PathStep & { kind: "slice" }, length: number): { start: number; end: number } {
  if (step.from === undefined) {
    const to = step.to ?? length;
    return { start: 0, end: Math.min(length, to < 0 ? length + to : to) };
  }
  if (step.to === undefined) return { start: Math.max(0, step.from < 0 ? length + step.from : step.from), end: length };
  // With two bounds Jayway takes negative ones as they are; the loop still reads them from the end.
  return length === 0 ? { start: 0, end: 0 } : { start: Math.max(step.from, -length), end: Math.min(length, step.to) };
}

function evaluateWildcard(walk: Walk, at: number, model: JavaValue, depth: number): void {
  if (model instanceof JavaMap) {
    for (const key of model.keys()) {
      const value = model.get(key);
      if (value !== undefined) evaluateStep(walk, at + 1, value, depth);
    }
  } else if (model instanceof JavaList) {
    for (const value of model.items) evaluateStep(walk, at + 1, value, depth);
  }
}

function evaluateFilterStep(walk: Walk, at: number, step: PathStep & { kind: "filter" }, model: JavaValue, depth: number): void {
  if (model instanceof JavaMap) {
    if (evaluateCondition(step.condition, model, walk.context)) evaluateStep(walk, at + 1, model, depth);
  } else if (model instanceof JavaList) {
    for (const item of model.items) {
      if (evaluateCondition(step.condition, item, walk.context)) evaluateStep(walk, at + 1, item, depth);
    }
  } else if (isUpstreamDefinite(walk, at)) {
    throw new JsonPathError("A filter can not be applied to primitives.");
  }
}

// Documents may hold themselves once a template has put them together so.
const SCAN_DEPTH_MAX = 1000;

function scan(walk: Walk, at: number, model: JavaValue, depth: number): void {
  if (depth > SCAN_DEPTH_MAX) throw new JsonPathError("The document is nested too deeply.");
  walk.context.spend(4);
  if (model instanceof JavaMap) {
    if (scanMatches(walk, at, model)) evaluateStep(walk, at, model, depth + 1);
    for (const key of model.keys()) scan(walk, at, model.get(key) ?? null, depth + 1);
  } else if (model instanceof JavaList) {
    if (scanMatches(walk, at, model)) scanList(walk, at, model, depth);
    for (const item of model.items) scan(walk, at, item, depth + 1);
  }
}

// Jayway gives a list's items straight to the step after the next one, whatever the next one selects.
function scanList(walk: Walk, at: number, model: JavaList, depth: number): void {
  if (at === walk.path.steps.length - 1) evaluateStep(walk, at, model, depth + 1);
  else for (const item of model.items) evaluateStep(walk, at + 1, item, depth + 1);
}

function scanMatches(walk: Walk, at: number, model: JavaMap | JavaList): boolean {
  const step = walk.path.steps[at];
  if (step === undefined) return false;
  switch (step.kind) {
    case "property":
      if (!(model instanceof JavaMap)) return false;
      return walk.isStrict || !isStepDefinite(walk.path.steps, at) || step.names.every((name) => model.has(name));
    case "index":
    case "slice":
      return model instanceof JavaList;
    case "wildcard":
      return true;
    case "filter":
      return evaluateCondition(step.condition, model, walk.context);
    default:
      return false;
  }
}

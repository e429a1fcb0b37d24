/** A path parameter as it stands in the request, escapes kept. */
export type PathParameter = readonly [name: string, rawValue: string];

export type RouteMatch<Target> = { target: Target; parameters: PathParameter[] };

type Segment = { text: string; start: number };

type Branch<Value> = {
  statics: Map<string, Branch<Value>>;
  parameter: { name: string; branch: Branch<Value> } | undefined;
  greedy: { name: string; value: Value } | undefined;
  value: Value | undefined;
};

/** Finds the resource that serves a path: static parts before parameters, parameters before greedy ones. */
export class Router<Value> {
  readonly #root: Branch<Value> = newBranch();

  add(resourcePath: string, value: Value): void {
    let branch = this.#root;
    for (const part of resourcePath.split("/")) {
      if (part === "") continue;
      const name = /^\{(.+?)(\+?)\}$/.exec(part);
      if (name === null) {
        branch = childOf(branch, part);
      } else if (name[2] === "+") {
        branch.greedy = { name: name[1] ?? "", value };
        return;
      } else {
        branch.parameter ??= { name: name[1] ?? "", branch: newBranch() };
        branch = branch.parameter.branch;
      }
    }
    branch.value = value;
  }

  /**
   * The best resource for which `accept` finds a target (a method). When a better resource lacks the method,
   * a less specific one may still serve it, as on the service.
   */
  match<Target>(rawPath: string, accept: (value: Value) => Target | undefined): RouteMatch<Target> | undefined {
    const segments = splitPath(rawPath);
    const parameters: PathParameter[] = [];
    const target = search({ rawPath, segments, parameters, accept }, this.#root, 0);
    return target === undefined ? undefined : { target, parameters };
  }
}

type Search<Value, Target> = {
  rawPath: string;
  segments: readonly Segment[];
  parameters: PathParameter[];
  accept: (value: Value) => Target | undefined;
};

// Every branch of the tree is entered at most once, so the work is bounded by the number of resources.
function search<Value, Target>(state: Search<Value, Target>, branch: Branch<Value>, at: number): Target | undefined {
  const segment = state.segments[at];
  if (segment === undefined) return branch.value === undefined ? undefined : state.accept(branch.value);
  const fixed = branch.statics.get(decodeSegment(segment.text));
  if (fixed !== undefined) {
    const target = search(state, fixed, at + 1);
    if (target !== undefined) return target;
  }
  if (branch.parameter !== undefined) {
    state.parameters.push([branch.parameter.name, segment.text]);
    const target = search(state, branch.parameter.branch, at + 1);
    if (target !== undefined) return target;
    state.parameters.pop();
  }
  if (branch.greedy === undefined) return undefined;
  const target = state.accept(branch.greedy.value);
  if (target !== undefined) state.parameters.push([branch.greedy.name, state.rawPath.slice(segment.start).replace(/\/+$/, "")]);
  return target;
}

// Empty segments do not count: `/prod//orders` is served by `/orders`, and `/orders/` too.
function splitPath(rawPath: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  while (start < rawPath.length) {
    let end = rawPath.indexOf("/", start);
    if (end < 0) end = rawPath.length;
    if (end > start) segments.push({ text: rawPath.slice(start, end), start });
    start = end + 1;
  }
  return segments;
}

/** Decodes percent escapes; text that is not valid UTF-8 or not validly escaped stays as it is. */
export function decodeSegment(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function childOf<Value>(branch: Branch<Value>, part: string): Branch<Value> {
  const known = branch.statics.get(part);
  if (known !== undefined) return known;
  const child = newBranch<Value>();
  branch.statics.set(part, child);
  return child;
}

function newBranch<Value>(): Branch<Value> {
  return { statics: new Map(), parameter: undefined, greedy: undefined, value: undefined };
}

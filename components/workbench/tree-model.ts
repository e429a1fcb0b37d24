import type { MethodSummary, ResourceSummary } from "@/lib/client/operations";
import type { DefinitionChange } from "@/lib/definition/diff";
import type { HttpVerb } from "@/lib/definition/rest-api";

/** A row of the tree: a resource, or a method below its resource. */
export type TreeNode = {
  id: string;
  kind: "resource" | "method";
  resource: ResourceSummary;
  method?: MethodSummary;
  /** Resource children first by path part, methods before them by verb. */
  children: string[];
};

/** What the draft did to a row against a stage. */
export type RowState = "added" | "changed";

/** The rows that differ between a stage and the draft, by node id. What the draft removed has no row. */
export function rowStates(resources: readonly ResourceSummary[], changes: readonly DefinitionChange[]): ReadonlyMap<string, RowState> {
  const idOf = new Map(resources.map((resource) => [resource.path, resource.id]));
  const states = new Map<string, RowState>();
  for (const { entity, kind, path, verb } of changes) {
    const id = path === undefined ? undefined : idOf.get(path);
    if (id === undefined || kind === "removed") continue;
    if (entity === "method" && verb !== undefined) states.set(methodNode(id, verb), kind);
    else if (entity === "resource") states.set(resourceNode(id), kind);
  }
  return states;
}

export type TreeModel = { rootId: string; nodes: ReadonlyMap<string, TreeNode> };

export const hiddenRoot = "tree-root";
export const resourceNode = (resourceId: string) => `r:${resourceId}`;
export const methodNode = (resourceId: string, verb: HttpVerb) => `m:${resourceId}:${verb}`;

const verbOrder: readonly HttpVerb[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

export function buildTree(resources: readonly ResourceSummary[]): TreeModel {
  const nodes = new Map<string, TreeNode>();
  for (const resource of resources) {
    const methods = [...resource.methods].sort((a, b) => verbOrder.indexOf(a.httpMethod) - verbOrder.indexOf(b.httpMethod));
    const children = methods.map((method) => methodNode(resource.id, method.httpMethod));
    nodes.set(resourceNode(resource.id), { id: resourceNode(resource.id), kind: "resource", resource, children });
    for (const method of methods) {
      const id = methodNode(resource.id, method.httpMethod);
      nodes.set(id, { id, kind: "method", resource, method, children: [] });
    }
  }
  const byPath = [...resources].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const resource of byPath) {
    if (resource.parentId !== undefined) nodes.get(resourceNode(resource.parentId))?.children.push(resourceNode(resource.id));
  }
  const root = resources.find((resource) => resource.parentId === undefined);
  return { rootId: root ? resourceNode(root.id) : hiddenRoot, nodes };
}

type Filter = { text: string; verb?: string; integration?: string; auth?: string; state?: string };

/** `verb:get int:mock auth:none state:changed pets` in any order; what has no prefix is looked for in the path, letter by letter. */
export function parseFilter(input: string): Filter {
  const filter: Filter = { text: "" };
  for (const word of input.trim().split(/\s+/)) {
    const [prefix, value] =
      word.includes(":") && !word.startsWith("/") ? [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)] : ["", word];
    if (prefix === "verb") filter.verb = value.toUpperCase();
    else if (prefix === "int") filter.integration = value.toUpperCase();
    else if (prefix === "auth") filter.auth = value.toUpperCase();
    else if (prefix === "state") filter.state = value.toLowerCase();
    else filter.text += word.toLowerCase();
  }
  return filter;
}

/** Whether the letters of `pattern` occur in `text` in this order. */
function isFuzzyMatch(text: string, pattern: string): boolean {
  if (text.includes(pattern)) return true;
  let at = 0;
  for (const letter of pattern) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function methodMatches(node: TreeNode, filter: Filter): boolean {
  const method = node.method;
  if (!method) return filter.verb === undefined && filter.integration === undefined && filter.auth === undefined;
  return (
    (filter.verb === undefined || method.httpMethod.startsWith(filter.verb)) &&
    (filter.integration === undefined || (method.integration ?? "NONE").startsWith(filter.integration)) &&
    (filter.auth === undefined || method.authorizationType.startsWith(filter.auth))
  );
}

/** The model with only what matches, and the resources above it; the root always stays. */
export function filterTree(model: TreeModel, input: string, states: ReadonlyMap<string, RowState> = new Map()): TreeModel {
  if (input.trim() === "") return model;
  const filter = parseFilter(input);
  const nodes = new Map<string, TreeNode>();
  const keep = (id: string): boolean => {
    const node = model.nodes.get(id);
    if (!node) return false;
    const children = node.children.filter(keep);
    const isInState = filter.state === undefined || (states.get(id) ?? "same").startsWith(filter.state);
    const matches = isInState && methodMatches(node, filter) && isFuzzyMatch(node.resource.path.toLowerCase(), filter.text);
    if (!matches && children.length === 0 && id !== model.rootId) return false;
    nodes.set(id, { ...node, children });
    return true;
  };
  keep(model.rootId);
  return { rootId: model.rootId, nodes };
}

/** Every resource on the way from the root to `resourceId`, itself included. */
export function ancestorsOf(resources: readonly ResourceSummary[], resourceId: string): string[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const path: string[] = [];
  for (let at = byId.get(resourceId); at !== undefined; at = at.parentId === undefined ? undefined : byId.get(at.parentId))
    path.push(resourceNode(at.id));
  return path;
}

/** What the tree calls a row. */
export function nameOfNode(node: TreeNode): string {
  if (node.kind === "method") return `${node.method?.httpMethod ?? ""} ${node.resource.path}`;
  return node.resource.pathPart === undefined ? "/" : `/${node.resource.pathPart}`;
}

/** Whether a path is `top` or something below it. */
export function isBelow(path: string, top: string): boolean {
  return path === top || top === "/" || path.startsWith(`${top}/`);
}

type MethodRef = { resourceId: string; httpMethod: HttpVerb };
export type Picked = {
  /** The topmost of the picked resources: what is below them goes with them. */
  resources: ResourceSummary[];
  /** Picked methods of resources that are not picked. */
  loose: MethodRef[];
  /** Every method that is picked, by itself or with its resource. */
  methods: (MethodRef & { path: string })[];
};

/** What the picked rows stand for. */
export function pickedOf(resources: readonly ResourceSummary[], ids: readonly string[]): Picked {
  const picked = new Set(ids);
  const chosen = resources.filter((resource) => picked.has(resourceNode(resource.id)));
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const chosenIds = new Set(chosen.map(({ id }) => id));
  const isInside = ({ parentId }: ResourceSummary): boolean => {
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    return parent !== undefined && (chosenIds.has(parent.id) || isInside(parent));
  };
  const result: Picked = { resources: chosen.filter((resource) => !isInside(resource)), loose: [], methods: [] };
  for (const resource of resources) {
    const whole = chosenIds.has(resource.id) || isInside(resource);
    for (const { httpMethod } of resource.methods) {
      if (!whole && !picked.has(methodNode(resource.id, httpMethod))) continue;
      result.methods.push({ resourceId: resource.id, httpMethod, path: resource.path });
      if (!whole) result.loose.push({ resourceId: resource.id, httpMethod });
    }
  }
  return result;
}

export function isMovable(node: TreeNode): boolean {
  return node.kind === "resource" && node.resource.parentId !== undefined;
}

/** A resource goes below another one that is not inside it; a greedy one takes nothing below it. */
export function mayDrop(dragged: TreeNode | undefined, { kind, resource }: TreeNode): boolean {
  if (dragged === undefined || kind !== "resource" || resource.id === "") return false;
  if (resource.pathPart?.endsWith("+}")) return false;
  return resource.id !== dragged.resource.parentId && !isBelow(resource.path, dragged.resource.path);
}

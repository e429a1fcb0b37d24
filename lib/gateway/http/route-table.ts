import type { Route as RouteSettings } from "../../definition/v2-api.ts";
import { type RouteMatch, Router } from "../router.ts";

type ByVerb<Value> = Map<string, Value>;

/** The routes of an HTTP API. */
export class RouteTable<Value> {
  readonly #full = new Router<ByVerb<Value>>();
  readonly #greedy = new Router<ByVerb<Value>>();
  readonly #byPath = new Map<string, ByVerb<Value>>();
  #default: Value | undefined;

  add(key: RouteKey, value: Value): void {
    if (key.kind === "default") {
      this.#default = value;
      return;
    }
    let verbs = this.#byPath.get(key.path);
    if (verbs === undefined) {
      verbs = new Map();
      this.#byPath.set(key.path, verbs);
      (key.path.endsWith("+}") ? this.#greedy : this.#full).add(key.path, verbs);
    }
    verbs.set(key.verb, value);
  }

  /** A route for the whole path before a greedy one, and that before `$default`; the verb's own route before the one for ANY. */
  match(verb: string, rawPath: string): RouteMatch<Value> | undefined {
    const accept = (verbs: ByVerb<Value>) => verbs.get(verb) ?? verbs.get("ANY");
    const match = this.#full.match(rawPath, accept) ?? this.#greedy.match(rawPath, accept);
    if (match !== undefined || this.#default === undefined) return match;
    return { target: this.#default, parameters: [] };
  }
}

export type RouteKey = { kind: "default" } | { kind: "path"; verb: string; path: string };

/** Reads `GET /pets/{id}` or `$default`; undefined for a key that no request can have. */
export function parseRouteKey({ routeKey }: RouteSettings): RouteKey | undefined {
  if (routeKey === "$default") return { kind: "default" };
  const match = /^([A-Z]+) +(\/.*)$/.exec(routeKey);
  return match === null ? undefined : { kind: "path", verb: match[1] ?? "", path: match[2] ?? "/" };
}

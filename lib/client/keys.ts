import type { Input, QueryName } from "./operations.ts";

/** The cache key of a query: its name and its input. What concerns one API has the API's id where `invalidateApi` looks. */
export function queryKey<N extends QueryName>(name: N, input: Input<N>): readonly [N, Input<N>] {
  return [name, input];
}

/** Whether a cached query shows something of this API, or of all APIs. */
export function concernsApi(key: readonly unknown[], apiId: string): boolean {
  const [name, input] = key;
  if (name === "listApis" || name === "listTraffic" || name === "search" || name === "listRevisions") return true;
  return typeof input === "object" && input !== null && "apiId" in input && input.apiId === apiId;
}

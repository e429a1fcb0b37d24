import type { SavedRequest } from "@/lib/definition/saved-request";

/** The page with the tester of a request's method, with a run of it if one is named. */
export function testerAddress(apiId: string, { path, httpMethod }: Pick<SavedRequest, "path" | "httpMethod">, runId?: string): string {
  const query = new URLSearchParams({ node: path, method: httpMethod, dock: "true", ...(runId === undefined ? {} : { run: runId }) });
  return `/apis/${apiId}/resources?${query}`;
}

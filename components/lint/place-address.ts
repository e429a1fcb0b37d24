import type { LintPlace } from "@/lib/definition/lint";

/** The screen that repairs what a finding is about; request validators have none of their own. */
export function placeAddress(apiId: string, place: LintPlace): string | undefined {
  const base = `/apis/${apiId}`;
  switch (place.kind) {
    case "resource":
      return `${base}/resources?${new URLSearchParams({ node: place.path })}`;
    case "method":
      return `${base}/resources?${new URLSearchParams({ node: place.path, method: place.httpMethod, box: place.box })}`;
    case "model":
      return `${base}/models?${new URLSearchParams({ model: place.name })}`;
    case "authorizer":
      return `${base}/authorizers?${new URLSearchParams({ authorizer: place.id })}`;
    case "stage":
      return `${base}/stages/${encodeURIComponent(place.stageName)}?tab=variables`;
    case "validator":
      return undefined;
  }
}

/** A page, and what has to be on it before it is looked at. */
export type PageOf = { path: string; name: string; sign: string; hasEditor?: boolean };

/** Pages of the Pet store, below its address. */
export const apiPages: readonly PageOf[] = [
  { path: "", name: "overview", sign: "Last changes" },
  { path: "/resources?node=%2Fpets", name: "resource", sign: "New method" },
  { path: "/resources?node=%2Fpets&method=POST&box=method-request", name: "method-request", sign: "Request validator" },
  {
    path: "/resources?node=%2Fpets&method=POST&box=integration-request",
    name: "integration-request",
    sign: "Bodies without a template pass",
  },
  { path: "/resources?node=%2Fpets&method=POST&box=integration", name: "integration", sign: "Remove the integration" },
  { path: "/resources?node=%2Fpets&method=POST&box=integration-response", name: "integration-response", sign: "Selection pattern" },
  { path: "/resources?node=%2Fpets&method=POST&box=method-response", name: "method-response", sign: "Headers that may reach the client" },
  { path: "/resources?node=%2Fpets&method=POST&tab=json", name: "raw-json", sign: "methodIntegration" },
  { path: "/resources?node=%2Fpets&method=POST&tab=history", name: "history", sign: "by Ada" },
  { path: "/models?model=NewPet", name: "models", sign: "Another sample" },
  { path: "/authorizers", name: "authorizers-empty", sign: "No authorizer yet" },
  { path: "/policy", name: "policy", sign: "Access simulator" },
  { path: "/gateway-responses", name: "gateway-responses", sign: "DEFAULT_4XX" },
  { path: "/stages", name: "stages", sign: "same as the draft" },
  { path: "/stages/prod", name: "stage", sign: "Settings that act now" },
  { path: "/lint", name: "lint", sign: "Method that anybody may call" },
  { path: "/lint?tab=rules", name: "lint-rules", sign: "Overlapping selection patterns" },
  { path: "/suites", name: "suites-empty", sign: "No saved request yet" },
  { path: "/deployments", name: "deployments", sign: "The example as it ships" },
  { path: "/settings", name: "api-settings", sign: "Binary media types" },
];

/** Pages beside the APIs; their other states are scanned by the journeys about them. */
export const accessPages: readonly PageOf[] = [
  { path: "/keys", name: "keys-empty", sign: "No API key yet" },
  { path: "/keys/import", name: "keys-import", sign: "Drop it here" },
  { path: "/plans?new=true", name: "new-plan", sign: "Each key: as many requests as it likes." },
];

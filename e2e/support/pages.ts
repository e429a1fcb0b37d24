/** A page, and what has to be on it before it is looked at. */
export type PageOf = {
  path: string;
  name: string;
  sign: string;
  /** Whether an editor is open, or about to be: the workbench loads it as soon as it stands. */
  hasEditor?: boolean;
};

/** Pages of the Pet store, below its address. */
export const apiPages: readonly PageOf[] = [
  { path: "", name: "overview", sign: "Last changes" },
  { path: "/resources?node=%2Fpets", name: "resource", sign: "New method", hasEditor: true },
  { path: "/resources?node=%2Fpets&method=POST&box=method-request", name: "method-request", sign: "Request validator", hasEditor: true },
  {
    path: "/resources?node=%2Fpets&method=POST&box=integration-request",
    name: "integration-request",
    sign: "Bodies without a template pass",
    hasEditor: true,
  },
  { path: "/resources?node=%2Fpets&method=POST&box=integration", name: "integration", sign: "Remove the integration", hasEditor: true },
  {
    path: "/resources?node=%2Fpets&method=POST&box=integration-response",
    name: "integration-response",
    sign: "Selection pattern",
    hasEditor: true,
  },
  {
    path: "/resources?node=%2Fpets&method=POST&box=method-response",
    name: "method-response",
    sign: "Headers that may reach the client",
    hasEditor: true,
  },
  { path: "/resources?node=%2Fpets&method=POST&tab=json", name: "raw-json", sign: "methodIntegration", hasEditor: true },
  { path: "/resources?node=%2Fpets&method=POST&tab=history", name: "history", sign: "by Ada", hasEditor: true },
  { path: "/models?model=NewPet", name: "models", sign: "Another sample", hasEditor: true },
  { path: "/authorizers", name: "authorizers-empty", sign: "No authorizer yet" },
  { path: "/policy", name: "policy", sign: "Access simulator", hasEditor: true },
  { path: "/gateway-responses", name: "gateway-responses", sign: "DEFAULT_4XX", hasEditor: true },
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

/** Pages that look empty beside the Pet store, and lists of it. */
export const plainPages: readonly PageOf[] = [
  { path: "/apis", name: "apis", sign: "Pet store" },
  { path: "/logs", name: "logs", sign: "Requests" },
  { path: "/metrics", name: "metrics", sign: "Latency" },
  { path: "/domains", name: "domains-empty", sign: "No domain yet" },
  { path: "/vpc-links", name: "vpc-links-empty", sign: "No VPC link yet" },
  { path: "/certificates", name: "certificates-empty", sign: "No client certificate yet" },
  { path: "/filters", name: "filters-empty", sign: "No filter yet" },
  { path: "/stacks", name: "stacks-empty", sign: "No stack yet" },
  { path: "/audit", name: "audit", sign: "Deploy to prod" },
  { path: "/members", name: "members", sign: "ada@example.com" },
  { path: "/settings", name: "settings", sign: "New access key" },
];

import type { ApiKind } from "@/lib/client/operations";
import type { ReasonCode } from "@/lib/definition/reason-codes";

/** Where a request was: `method` is the caller's verb, `resourcePath` the path of the resource or route that served it. */
export type FixPlace = { apiId: string; kind: ApiKind; stage: string; method?: string | undefined; resourcePath?: string | undefined };

/** The screen on which the reason of an answer is put right. */
export type FixLink = { label: string; href: string };

type Evidence = Readonly<Record<string, string>>;
type Find = (place: FixPlace, evidence: Evidence) => FixLink;
type Box = "method-request" | "integration-request" | "integration" | "integration-response";

const link = (label: string, href: string): FixLink => ({ label, href });

/** The form of the method; other kinds of API have their routes on one screen. */
const method =
  (box: Box, label: string): Find =>
  ({ apiId, kind, method: verb, resourcePath }) => {
    if (kind !== "REST") return link("Open the routes", `/apis/${apiId}/routes`);
    if (resourcePath === undefined) return link("Open the resources", `/apis/${apiId}/resources`);
    const query = new URLSearchParams({ node: resourcePath, ...(verb === undefined ? {} : { method: verb }), box });
    return link(label, `/apis/${apiId}/resources?${query}`);
  };

const ofApi =
  (screen: string, label: string): Find =>
  ({ apiId }) =>
    link(label, `/apis/${apiId}/${screen}`);

const ofStage =
  (tab: string, label: string): Find =>
  ({ apiId, stage }) =>
    stage === ""
      ? link("Open the stages", `/apis/${apiId}/stages`)
      : link(label, `/apis/${apiId}/stages/${encodeURIComponent(stage)}?tab=${tab}`);

const authorizer: Find = ({ apiId }, { authorizerId }) =>
  link("Open the authorizer", `/apis/${apiId}/authorizers${authorizerId ? `?${new URLSearchParams({ authorizer: authorizerId })}` : ""}`);

const key: Find = (_, { apiKeyId }) => (apiKeyId ? link("Open the key", `/keys/${apiKeyId}`) : link("Open the API keys", "/keys"));

const plan: Find = (_, { usagePlanId }) =>
  usagePlanId ? link("Open the usage plan", `/plans/${usagePlanId}?tab=limits`) : link("Open the usage plans", "/plans");

const domain: Find = (_, { domainName }) =>
  domainName ? link("Open the domain", `/domains/${encodeURIComponent(domainName)}`) : link("Open the domains", "/domains");

const domainOrApi: Find = (place, evidence) =>
  evidence.domainName ? domain(place, evidence) : link("Open the API's settings", `/apis/${place.apiId}/settings`);

const accessKeys: Find = () => link("Open the access keys", "/settings");
const integration = method("integration", "Open the integration");

/** One screen for each reason. */
const finders = {
  NO_DOMAIN: () => link("Open the domains", "/domains"),
  NO_MAPPING: domain,
  NO_STAGE: ofApi("stages", "Open the stages"),
  NO_ROUTE: (place) =>
    link(
      place.kind === "REST" ? "Open the resources" : "Open the routes",
      `/apis/${place.apiId}/${place.kind === "REST" ? "resources" : "routes"}`,
    ),
  NOT_DEPLOYED: ofApi("deployments", "Open the deployments"),
  POLICY_DENY: ofApi("policy", "Open the policy"),
  POLICY_NO_ALLOW: ofApi("policy", "Open the policy"),
  IDENTITY_DENY: accessKeys,
  IDENTITY_NO_ALLOW: accessKeys,
  FILTER_BLOCKED: (_, { filterId }) => (filterId ? link("Open the filter", `/filters/${filterId}`) : link("Open the filters", "/filters")),
  MTLS_REQUIRED: domain,
  TLS_TOO_OLD: domainOrApi,
  ENDPOINT_MISMATCH: domainOrApi,
  KEY_MISSING: method("method-request", "Open the method"),
  KEY_UNKNOWN: key,
  KEY_DISABLED: key,
  KEY_EXPIRED: key,
  KEY_NOT_IN_PLAN: key,
  QUOTA_EXCEEDED: plan,
  THROTTLED_PLAN: plan,
  THROTTLED_METHOD: ofStage("methods", "Open the stage's limits"),
  THROTTLED_STAGE: ofStage("methods", "Open the stage's limits"),
  THROTTLED_ACCOUNT: () => link("Open the account's limits", "/settings"),
  TOKEN_MISSING: authorizer,
  TOKEN_PATTERN: authorizer,
  TOKEN_EXPIRED: authorizer,
  TOKEN_SIGNATURE: authorizer,
  TOKEN_ISSUER: authorizer,
  TOKEN_AUDIENCE: authorizer,
  SCOPE_MISSING: method("method-request", "Open the method"),
  SIGV4_MISSING: method("method-request", "Open the method"),
  SIGV4_SKEW: method("method-request", "Open the method"),
  SIGV4_MISMATCH: accessKeys,
  AUTHORIZER_DENY: authorizer,
  AUTHORIZER_DENY_CACHED: authorizer,
  AUTHORIZER_FAILED: authorizer,
  AUTHORIZER_BAD_RESULT: authorizer,
  CACHE_CONTROL_DENIED: ofStage("cache", "Open the cache"),
  PARAM_MISSING: method("method-request", "Open the method"),
  BODY_INVALID: method("method-request", "Open the method"),
  BODY_TOO_LARGE: (place) =>
    place.kind === "REST"
      ? link("Open the gateway responses", `/apis/${place.apiId}/gateway-responses`)
      : link("Open the routes", `/apis/${place.apiId}/routes`),
  MEDIA_TYPE: method("integration-request", "Open the templates"),
  TEMPLATE_ERROR: method("integration-request", "Open the templates"),
  STAGE_VARIABLE_MISSING: ofStage("variables", "Open the stage's variables"),
  BACKEND_UNRESOLVED: integration,
  BACKEND_REFUSED: integration,
  BACKEND_BROKEN: integration,
  BACKEND_TLS: integration,
  BACKEND_TIMEOUT: integration,
  BACKEND_DENIED: integration,
  RESULT_MALFORMED: integration,
  NO_RESPONSE_MATCH: method("integration-response", "Open the integration responses"),
  CONFIGURATION_INVALID: integration,
  INTERNAL_ERROR: () => link("Open the log", "/logs"),
} as const satisfies Record<ReasonCode, Find>;

export function fixLink(reason: ReasonCode, place: FixPlace, evidence: Evidence): FixLink {
  return finders[reason](place, evidence);
}

import type { ReasonCode } from "@/lib/definition/reason-codes";

type Explain = (evidence: Readonly<Record<string, string>>) => string;

const withoutDot = (text: string) => text.replace(/\.$/, "");

/** One sentence per reason code: what happened, with the evidence that the gateway recorded. */
export const reasonSentences = {
  NO_DOMAIN: () => "No custom domain has this host name.",
  NO_MAPPING: () => "The domain has no mapping for this base path.",
  NO_STAGE: (e) =>
    e.endpoint === "disabled" ? "The API answers at custom domain names only." : `The API has no stage ${e.stage || "of this name"}.`,
  NO_ROUTE: (e) => `No method of the deployment matches ${e.method ?? ""} ${e.path ?? "this path"}.`,
  NOT_DEPLOYED: (e) =>
    `${e.method ?? ""} ${e.resourcePath ?? e.path ?? "The path"} exists in the draft${e.revision ? ` since revision ${e.revision}` : ""}, but not in what stage ${e.stage ?? "prod"} serves. Deploy to make it answer.`,
  POLICY_DENY: () => "A statement of the resource policy denies the call.",
  POLICY_NO_ALLOW: () => "No statement of the resource policy allows the call.",
  IDENTITY_DENY: (e) => `Statement ${e.statement ?? ""} of the policy of access key ${e.accessKeyId ?? ""} denies the call.`,
  IDENTITY_NO_ALLOW: (e) => `The policy of access key ${e.accessKeyId ?? ""} allows no such call.`,
  FILTER_BLOCKED: (e) =>
    e.rule === "default"
      ? `No rule of the filter ${e.filter ?? ""} allows the request.`
      : `The rule ${e.rule ?? ""} of the filter ${e.filter ?? ""} blocked the request: ${e.found ?? "it fits"}${e.part ? `, in ${e.part}` : ""}.`,
  MTLS_REQUIRED: () => "The domain asks for a client certificate.",
  TLS_TOO_OLD: () => "The TLS version is older than the policy allows.",
  ENDPOINT_MISMATCH: (e) =>
    e.network === undefined
      ? `The endpoint access mode is STRICT, and the client asked TLS for the name ${e.serverName ?? ""}, then called ${e.host ?? "another one"}.`
      : `The endpoint access mode is STRICT, the endpoint is ${e.endpoint ?? "another one"}, and the call came through ${e.network}.`,
  KEY_MISSING: () => "The method asks for an API key and the call has none.",
  KEY_UNKNOWN: () => "No API key has this value.",
  KEY_DISABLED: () => "The API key is switched off.",
  KEY_EXPIRED: (e) =>
    e.value === "former"
      ? `The call has a value of the API key that was replaced and ended at ${e.endedAt ?? "its time"}.`
      : `The API key has expired${e.endedAt ? `: it ended at ${e.endedAt}` : ""}.`,
  KEY_NOT_IN_PLAN: () => "The API key is in no usage plan of this stage.",
  QUOTA_EXCEEDED: () => "The quota of the usage plan is used up.",
  THROTTLED_PLAN: () => "The rate limit of the usage plan was reached.",
  THROTTLED_METHOD: () => "The rate limit of the method was reached.",
  THROTTLED_STAGE: () => "The rate limit of the stage was reached.",
  THROTTLED_ACCOUNT: () => "The rate limit of the account was reached.",
  TOKEN_MISSING: () => "The call has no token.",
  TOKEN_PATTERN: () => "The token does not match the validation expression.",
  TOKEN_EXPIRED: () => "The token has expired.",
  TOKEN_SIGNATURE: () => "The signature of the token is not valid.",
  TOKEN_ISSUER: () => "The token comes from another issuer.",
  TOKEN_AUDIENCE: () => "The token is for another audience.",
  SCOPE_MISSING: () => "The token lacks a scope that the method asks for.",
  SIGV4_MISSING: () => "The method takes signed calls only, and this one is not signed.",
  SIGV4_SKEW: () => "The signature is too old or from the future.",
  SIGV4_MISMATCH: () => "The signature does not match the request.",
  AUTHORIZER_DENY: () => "The authorizer denied the call.",
  AUTHORIZER_DENY_CACHED: () => "A cached answer of the authorizer denies the call.",
  AUTHORIZER_FAILED: () => "The authorizer failed.",
  AUTHORIZER_BAD_RESULT: () => "The authorizer answered something that is not a policy.",
  CACHE_CONTROL_DENIED: () => "The caller may not replace what the cache has; the stage demands authorization for that.",
  PARAM_MISSING: (e) => `Required parameters are missing${e.parameters ? `: ${e.parameters}` : ""}.`,
  BODY_INVALID: (e) => `The body does not match the model${e.pointer ? ` at ${e.pointer}` : ""}${e.message ? `: ${e.message}` : ""}.`,
  BODY_TOO_LARGE: () => "The body is larger than 10 MB.",
  MEDIA_TYPE: (e) =>
    e.coding
      ? `The body is not ${e.coding}, as its Content-Encoding says, or that coding is not supported.`
      : `There is no template for ${e.contentType ?? "this content type"}, and passing it through is not allowed.`,
  TEMPLATE_ERROR: (e) => `A mapping template failed${e.line ? ` in line ${e.line}` : ""}${e.message ? `: ${withoutDot(e.message)}` : ""}.`,
  STAGE_VARIABLE_MISSING: (e) => `The stage has no variable ${e.variable ?? "of this name"}.`,
  BACKEND_UNRESOLVED: (e) => `The backend's name could not be resolved${e.origin ? `: ${e.origin}` : ""}.`,
  BACKEND_REFUSED: (e) => `The backend did not take the connection${e.fault ? `: ${e.fault}` : ""}.`,
  BACKEND_BROKEN: (e) => `The connection to the backend ended before its answer was whole${e.fault ? `: ${e.fault}` : ""}.`,
  BACKEND_TLS: (e) => `The TLS connection to the backend failed${e.fault ? `: ${e.fault}` : ""}.`,
  BACKEND_TIMEOUT: (e) => `The backend did not answer within ${e.timeoutMs ?? "its"} ms.`,
  BACKEND_DENIED: (e) => `The backend refused the call${e.fault ? `: ${e.fault}` : ""}.`,
  RESULT_MALFORMED: (e) => `The answer of the backend is not what the integration needs${e.fault ? `: ${e.fault}` : ""}.`,
  NO_RESPONSE_MATCH: (e) => `No integration response matches ${e.selector ?? "the answer"}, and there is no default.`,
  CONFIGURATION_INVALID: (e) => `The configuration cannot work${e.fault ? `: ${withoutDot(e.fault)}` : ""}.`,
  INTERNAL_ERROR: () => "The gateway itself failed. Its log has the details under the request id.",
} as const satisfies Record<ReasonCode, Explain>;

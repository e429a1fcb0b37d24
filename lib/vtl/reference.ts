/** One thing that the editor completes and explains. */
export type ReferenceEntry = {
  name: string;
  signature: string;
  summary: string;
  example: string;
  /** The only kind of API that has it. */
  only?: TemplateApiKind;
};

/** The kinds of API that have mapping templates; they differ in what `$context` has. */
export type TemplateApiKind = "REST" | "WEBSOCKET";

/** The functions of `$input`. */
export const INPUT_REFERENCE: readonly ReferenceEntry[] = [
  {
    name: "body",
    signature: "$input.body",
    summary: "The body as text; an empty one is {}.",
    example: '"raw": "$util.escapeJavaScript($input.body)"',
  },
  {
    name: "json",
    signature: "$input.json(path)",
    summary: "What a JSONPath selects in the body, as JSON text.",
    example: "$input.json('$.items')",
  },
  {
    name: "path",
    signature: "$input.path(path)",
    summary: "What a JSONPath selects in the body, as a value to work with.",
    example: "#set($root = $input.path('$'))",
  },
  {
    name: "params",
    signature: "$input.params(name?)",
    summary: "A parameter from the path, the query string or the headers, or all of them by place.",
    example: "$input.params('id')",
  },
];

/** The functions of `$util`. */
export const UTIL_REFERENCE: readonly ReferenceEntry[] = [
  {
    name: "escapeJavaScript",
    signature: "$util.escapeJavaScript(text)",
    summary: "Escapes text for a JavaScript string; single quotes come out as \\', which JSON does not allow.",
    example: '"name": "$util.escapeJavaScript($root.name)"',
  },
  {
    name: "parseJson",
    signature: "$util.parseJson(text)",
    summary: "Turns JSON text into a value.",
    example: "#set($detail = $util.parseJson($root.detail))",
  },
  {
    name: "urlEncode",
    signature: "$util.urlEncode(text)",
    summary: "Encodes text for a form or query string.",
    example: "MessageBody=$util.urlEncode($input.body)",
  },
  {
    name: "urlDecode",
    signature: "$util.urlDecode(text)",
    summary: "Decodes form-encoded text.",
    example: "$util.urlDecode($input.params('q'))",
  },
  {
    name: "base64Encode",
    signature: "$util.base64Encode(text)",
    summary: "Encodes text as base64.",
    example: '"Data": "$util.base64Encode($input.body)"',
  },
  {
    name: "base64Decode",
    signature: "$util.base64Decode(text)",
    summary: "Decodes base64 to text.",
    example: "$util.base64Decode($root.data)",
  },
];

/** The directives. */
export const DIRECTIVE_REFERENCE: readonly ReferenceEntry[] = [
  { name: "set", signature: "#set($name = value)", summary: "Gives a variable a value.", example: "#set($count = $count + 1)" },
  {
    name: "if",
    signature: "#if(condition) ... #end",
    summary: 'Writes a block when a condition holds; missing values are true, compare with "" instead.',
    example: '#if($root.note != "")"note": "$root.note"#end',
  },
  { name: "elseif", signature: "#elseif(condition)", summary: "Another condition of an #if.", example: "#elseif($n > 3)" },
  {
    name: "else",
    signature: "#else",
    summary: "What an #if writes when no condition holds; write #{else} before text.",
    example: "#{else}null#end",
  },
  { name: "end", signature: "#end", summary: "Ends a block; write #{end} before text.", example: "#{end}" },
  {
    name: "foreach",
    signature: "#foreach($item in list) ... #end",
    summary: "Writes a block for each item, 1,000 at most; maps give their values.",
    example: "#foreach($item in $root.items)$item.id#if($foreach.hasNext),#end#end",
  },
  { name: "break", signature: "#break", summary: "Leaves the loop.", example: "#if($done)#break#end" },
  { name: "stop", signature: "#stop", summary: "Ends the template; what is written stays.", example: "#stop" },
  {
    name: "define",
    signature: "#define($name) ... #end",
    summary: "Keeps a block that runs wherever the variable is used.",
    example: "#define($line)$item.id#end",
  },
];

const context = (name: string, summary: string, only?: TemplateApiKind): ReferenceEntry => ({
  name,
  signature: `$context.${name}`,
  summary,
  example: `"$context.${name}"`,
  ...(only === undefined ? {} : { only }),
});

/** What `$context` has in REST and WebSocket APIs. */
export const CONTEXT_REFERENCE: readonly ReferenceEntry[] = [
  context("accountId", "The account that owns the API."),
  context("apiId", "The identifier of the API."),
  context("authorizer.claims", "The claims that a user pool authorizer read; add the claim's name."),
  context("authorizer.principalId", "The principal that the authorizer named."),
  context("authorizer.integrationLatency", "How long the authorizer took, in milliseconds."),
  context("awsEndpointRequestId", "The request id of the AWS endpoint."),
  context("connectedAt", "When a client of a WebSocket API connected, in milliseconds.", "WEBSOCKET"),
  context("connectionId", "The connection of a client of a WebSocket API.", "WEBSOCKET"),
  context("deploymentId", "The deployment that answers."),
  context("disconnectReason", "Why a connection of a WebSocket API ended.", "WEBSOCKET"),
  context("disconnectStatusCode", "The code with which a connection of a WebSocket API ended.", "WEBSOCKET"),
  context("domainName", "The host name of the request."),
  context("domainPrefix", "The first label of the host name."),
  context("error.message", "The message of a gateway error."),
  context("error.messageString", "The message of a gateway error, in quotes."),
  context("error.responseType", "The kind of gateway response."),
  context("error.validationErrorString", "What is wrong with the body, when validation failed."),
  context("eventType", "CONNECT, MESSAGE or DISCONNECT, in WebSocket APIs.", "WEBSOCKET"),
  context("extendedRequestId", "The extended id of the request."),
  context("httpMethod", "The method of the request.", "REST"),
  context("identity.accountId", "The account of the caller."),
  context("identity.apiKey", "The API key of the request."),
  context("identity.apiKeyId", "The id of the API key."),
  context("identity.caller", "The caller of a signed request."),
  context("identity.clientCert.subjectDN", "The subject of the client's certificate."),
  context("identity.cognitoAuthenticationProvider", "The identity provider of the caller."),
  context("identity.cognitoAuthenticationType", "Whether the caller is authenticated."),
  context("identity.cognitoIdentityId", "The identity of the caller."),
  context("identity.cognitoIdentityPoolId", "The identity pool of the caller."),
  context("identity.principalOrgId", "The organization of the caller."),
  context("identity.sourceIp", "The address of the client."),
  context("identity.user", "The user of a signed request."),
  context("identity.userAgent", "The User-Agent header."),
  context("identity.userArn", "The ARN of the user."),
  context("isCanaryRequest", "Whether the canary answers.", "REST"),
  context("messageDirection", "IN, in WebSocket APIs.", "WEBSOCKET"),
  context("messageId", "The id of a message of a WebSocket API.", "WEBSOCKET"),
  context("path", "The path of the request with the stage.", "REST"),
  context("protocol", "The protocol of the request, HTTP/1.1.", "REST"),
  context("requestId", "The id of the request; clients can set it."),
  context("requestOverride.header", "Headers of the integration request that the template sets.", "REST"),
  context("requestOverride.path", "Path parameters of the integration request that the template sets.", "REST"),
  context("requestOverride.querystring", "Query parameters of the integration request that the template sets.", "REST"),
  context("requestTime", "When the request came, as in access logs."),
  context("requestTimeEpoch", "When the request came, in milliseconds."),
  context("resourceId", "The identifier of the resource.", "REST"),
  context("resourcePath", "The path of the resource, with its parameters' names.", "REST"),
  context("responseOverride.header", "Headers of the response that the template sets.", "REST"),
  context("responseOverride.status", "The status of the response that the template sets.", "REST"),
  context("routeKey", "The route of a WebSocket API that a message chose.", "WEBSOCKET"),
  context("stage", "The name of the stage."),
  context("status", "The status of the response."),
  context("wafResponseCode", "What the web firewall decided.", "REST"),
  context("webaclArn", "The ARN of the web firewall's list.", "REST"),
  context("xrayTraceId", "The id of the trace.", "REST"),
];

/** What `$context` has in a kind of API; without one, in any. */
export function contextOf(kind: TemplateApiKind | undefined): readonly ReferenceEntry[] {
  return CONTEXT_REFERENCE.filter(({ only }) => kind === undefined || only === undefined || only === kind);
}

/** The names below `$context` that are known; deeper names of authorizers and overrides are free. */
export function isContextPath(path: readonly string[], kind?: TemplateApiKind): boolean {
  const [first, second] = path;
  if (first === undefined || first === "authorizer" || first === "requestOverride" || first === "responseOverride") return true;
  return contextOf(kind).some(({ name }) => {
    const [known, deeper] = name.split(".");
    return known === first && (second === undefined || deeper === undefined || deeper === second);
  });
}

import type { ReasonCode } from "../definition/reason-codes.ts";
import type { HttpVerb } from "../definition/rest-api.ts";
import type { TlsVersion } from "../definition/security-policies.ts";
import type { MethodSetting } from "../definition/stage.ts";
import type { HideSecrets } from "./hide-secrets.ts";
import { findHeader, type GatewayRequest, headerValues, type SocketFacts } from "./message.ts";
import type { Bucket, CacheSpace, ClientCertificate, Ports } from "./ports.ts";
import { decodeSegment, type PathParameter } from "./router.ts";
import type { TargetGroup } from "./target-group.ts";
import type { Trace } from "./trace.ts";

/** What requests need to know about the stage that serves them. */
export type StageFacts = {
  kind: "REST" | "HTTP" | "WEBSOCKET";
  accountId: string;
  region: string;
  apiId: string;
  stageName: string;
  deploymentId: string;
  variables: Readonly<Record<string, string>>;
  /** Hides the values of secret variables in what is kept or shown; undefined where none is secret. */
  hide?: HideSecrets | undefined;
  /** Undefined on a stage without a canary. */
  isCanary: boolean | undefined;
  binaryMediaTypes: readonly string[];
  minimumCompressionSize: number | undefined;
  /** The API answers at custom domain names only. */
  isEndpointDisabled: boolean;
  /** The oldest version of TLS that the API's own address takes; undefined where nothing is said. */
  minTlsVersion?: TlsVersion | undefined;
  /** Of an API that takes only requests which fit its endpoint. */
  strictEndpoint?: { isPrivate: boolean } | undefined;
  /** The stage has tracing switched on. */
  isTraced: boolean;
  webAclArn: string | undefined;
  /** Where answers of authorizers are kept; undefined where none are. */
  authorizerCache: CacheSpace | undefined;
  /** By method, as the stage has them. */
  methodSettings: Readonly<Record<string, MethodSetting>>;
  /** What all APIs of the account together may take, as the buckets that come last. */
  accountLimits: readonly [Bucket, ReasonCode][];
  /** What backends that ask for a certificate get. */
  clientCertificate: ClientCertificate | undefined;
  /** The VPC links that integrations can name, by id. */
  vpcLinks: ReadonlyMap<string, TargetGroup>;
  /** Undefined where responses are not cached. */
  cache: CacheSpace | undefined;
  /** Single answers that were flushed: the number of the flush, by what names the answer. */
  flushedAnswers?: ReadonlyMap<string, number> | undefined;
};

/** The method that serves a request. */
export type Route = {
  resourceId: string;
  resourcePath: string;
  /** The method's own verb, which may be ANY. */
  verb: HttpVerb;
  /** How HTTP APIs name the route: `GET /pets/{id}`, or `$default`. */
  routeKey?: string;
};

/** What templates changed through `$context.requestOverride` and `$context.responseOverride`. */
export type Overrides = {
  requestOverride: { header: Record<string, unknown>; path: Record<string, unknown>; querystring: Record<string, unknown> };
  responseOverride: { header: Record<string, unknown>; status?: unknown };
};

/** The refusal as templates of gateway responses see it. */
export type ExchangeError = { message: string; responseType: string; validationErrorString: string | undefined };

/** The members of `$context.identity` that authorizers and API keys fill in. */
export type CallerIdentity = {
  accessKey?: string;
  accountId?: string;
  apiKey?: string;
  apiKeyId?: string;
  caller?: string;
  user?: string;
  userArn?: string;
};

/** One request on its way through the stages. Everything costly is computed when it is first asked for. */
export class Exchange {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly startedAtMs: number;
  /** The verb after `X-HTTP-Method-Override`. */
  readonly method: string;
  readonly stage: StageFacts;
  readonly request: GatewayRequest;
  readonly ports: Ports;
  readonly trace: Trace;
  route: Route | undefined;
  pathParameters: readonly PathParameter[] = [];
  overrides: Overrides | undefined;
  error: ExchangeError | undefined;
  integrationMs: number | undefined;
  cache: "hit" | "miss" | undefined;
  /** What the filter of the stage decided; undefined without one. */
  wafResponseCode: "WAF_ALLOW" | "WAF_BLOCK" | undefined;
  /** What the first rule of a filter found that only counts. */
  counted: Readonly<Record<string, string>> | undefined;
  /** Whom the integration called, and how long it waits; undefined before it called. */
  backendCall: { origin: string; timeoutMs: number } | undefined;
  /** The head of the backend's answer; undefined before it came. */
  backend: { status: number; headers: readonly string[] } | undefined;
  /** `$context.authorizer`: what the authorizer said about the caller. */
  authorizer: Readonly<Record<string, unknown>> | undefined;
  /** What is known of the caller in `$context.identity`, beyond the address. */
  identity: CallerIdentity = {};
  /** `requestContext.authorizer` of events of payload format 2.0. */
  authorizerEvent: Readonly<Record<string, unknown>> | undefined;
  /** The connection of a WebSocket API that this is about. */
  socket: SocketFacts | undefined;
  /** The API key that the authorizer named. */
  usageIdentifierKey: string | undefined;
  #query: Map<string, string[]> | undefined;
  #headers: Map<string, { name: string; values: string[] }> | undefined;
  #traceId: string | undefined;
  #path: Map<string, string> | undefined;

  constructor(stage: StageFacts, request: GatewayRequest, ports: Ports, trace: Trace) {
    this.stage = stage;
    this.request = request;
    this.ports = ports;
    this.trace = trace;
    this.extendedRequestId = ports.random.extendedRequestId();
    // HTTP APIs have one id, in the form that is the second one of REST APIs, and their callers cannot choose another verb.
    const isHttp = stage.kind === "HTTP";
    this.requestId = isHttp ? this.extendedRequestId : ports.random.uuid();
    this.startedAtMs = ports.clock.nowMs();
    this.method = (isHttp ? undefined : overridingMethod(request)) ?? request.method;
  }

  /** Decoded query parameters in the order received. */
  get query(): ReadonlyMap<string, readonly string[]> {
    this.#query ??= parseQuery(this.request.rawQuery);
    return this.#query;
  }

  /** Decoded path parameters. */
  get path(): ReadonlyMap<string, string> {
    this.#path ??= new Map(this.pathParameters.map(([name, raw]) => [name, decodeSegment(raw)]));
    return this.#path;
  }

  /** The headers that mappings and functions can see, by lower-case name; `name` is as first received. */
  get headers(): ReadonlyMap<string, { name: string; values: readonly string[] }> {
    this.#headers ??= indexHeaders(this.request.headers);
    return this.#headers;
  }

  /** The tracing header of this request: the caller's, or a new one. */
  get traceId(): string {
    this.#traceId ??= this.#makeTraceId();
    return this.#traceId;
  }

  #makeTraceId(): string {
    const given = headerValues(this.request.headers, "x-amzn-trace-id")[0];
    const id = given ?? newTraceId(this.startedAtMs, this.ports);
    return this.stage.isTraced ? sampledTraceId(id, this.startedAtMs, this.ports) : id;
  }
}

// Spelled out, so that serving does not load the schemas of definitions.
const verbs: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] satisfies HttpVerb[]);

function overridingMethod(request: GatewayRequest): string | undefined {
  const verb = findHeader(request.headers, "x-http-method-override")?.toUpperCase();
  return verb !== undefined && verbs.has(verb) ? verb : undefined;
}

// The front of the service takes these away before a method sees the request, as recorded.
const hiddenRequestHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "keep-alive",
  "max-forwards",
  "proxy-authenticate",
  "proxy-connection",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

export function isHiddenRequestHeader(lowerCaseName: string): boolean {
  return hiddenRequestHeaders.has(lowerCaseName);
}

function indexHeaders(headers: readonly string[]): Map<string, { name: string; values: string[] }> {
  const index = new Map<string, { name: string; values: string[] }>();
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    const key = name.toLowerCase();
    if (hiddenRequestHeaders.has(key)) continue;
    const known = index.get(key);
    if (known === undefined) index.set(key, { name, values: [headers[i + 1] ?? ""] });
    else known.values.push(headers[i + 1] ?? "");
  }
  return index;
}

// More parameters than this are no use to anybody and only cost time.
const queryParametersMax = 2_000;

/** Reads a query string as forms are encoded: `+` is a blank, a name without `=` has the empty value. */
export function parseQuery(rawQuery: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  if (rawQuery === "") return query;
  for (const pair of rawQuery.split("&", queryParametersMax)) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeForm(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodeForm(pair.slice(equals + 1));
    const known = query.get(name);
    if (known === undefined) query.set(name, [value]);
    else known.push(value);
  }
  return query;
}

function decodeForm(text: string): string {
  return decodeSegment(text.includes("+") ? text.replaceAll("+", " ") : text);
}

/** The tracing header of a stage that traces: the caller's trace and its decision, below a segment of our own. */
function sampledTraceId(id: string, nowMs: number, ports: Ports): string {
  const root = /(?:^|;)\s*(Root=[^;\s]+)/.exec(id)?.[1] ?? newTraceId(nowMs, ports);
  const isSampled = !/(?:^|;)\s*Sampled=0/.test(id);
  return `${root};Parent=${ports.random.hex(16)};Sampled=${isSampled ? 1 : 0}`;
}

function newTraceId(nowMs: number, ports: Ports): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${ports.random.hex(24)}`;
}

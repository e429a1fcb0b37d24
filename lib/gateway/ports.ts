import type { Buffer } from "node:buffer";
import type { ReasonCode } from "../definition/reason-codes.ts";
import type { Policy } from "../policy/policy.ts";
import type { BodyJobName, BodyJobs } from "./body-jobs.ts";
import type { Exchange } from "./exchange.ts";
import type { AnswerBody, Caller, GatewayReply, RequestBody } from "./message.ts";

/** Everything the core needs from outside; tests pass fakes, the gateway and the console's tester real ones. */
export interface Ports {
  clock: Clock;
  random: Random;
  http: HttpPort;
  aws: AwsPort;
  compression: CompressionPort;
  bodies: BodyPort;
  access: AccessPort;
  limits: LimitsPort;
  keySets: KeySetPort;
  cache: CachePort;
}

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Milliseconds with fractions since any moment; only differences mean something. */
  monotonicMs(): number;
}

export interface Random {
  uuid(): string;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** 16 characters as in the service's extended request ids. */
  extendedRequestId(): string;
  /** From 0 up to, not including, 1. */
  fraction(): number;
}

/** A certificate with its key, both as PEM. */
export type ClientCertificate = { certificate: string; privateKey: string };

/** A call to a backend. */
export type HttpCall = {
  method: string;
  /** `http://host:port` or `https://host`. */
  origin: string;
  /** Path and query as they go on the wire. */
  path: string;
  headers: string[];
  body: Uint8Array | string | RequestBody | undefined;
  timeoutMs: number;
  /** Accept certificates that no known authority signed. */
  skipsCertificateCheck: boolean;
  /** Name that the backend's certificate is for, when it is not that of the origin. */
  servername?: string | undefined;
  /** What the gateway proves itself with to backends that ask for a certificate. */
  clientCertificate?: ClientCertificate | undefined;
  caller: Caller;
};

export type HttpAnswer = { status: number; headers: string[]; body: AnswerBody };

export interface HttpPort {
  /** Rejects with {@link HttpFailure} and nothing else. */
  send(call: HttpCall): Promise<HttpAnswer>;
}

/** Why a backend did not answer. */
export type HttpFailureKind = "unresolved" | "refused" | "tls" | "timeout" | "denied" | "gone" | "broken" | "malformed";

export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly kind: HttpFailureKind;

  constructor(kind: HttpFailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Where AWS services are, and as whom they are called. */
export interface AwsPort {
  /** Base URL of a service: an override of the environment, or AWS itself. */
  endpoint(service: string, region: string): string;
  credentials(): AwsCredentials | undefined;
}

/** The cache of one stage. A space that nobody names any more is forgotten. */
export type CacheSpace = { id: string; maxBytes: number };

export type CachedReply = { status: number; headers: readonly string[]; body: Buffer };

/** What the cache has under a key; on a miss the caller has to settle, also when there is nothing to keep: others may wait for it. */
export type CacheSlot =
  | { kind: "hit"; reply: CachedReply }
  | { kind: "miss"; settle(fresh: { reply: CachedReply; ttlMs: number } | undefined): Promise<void> };

/** Responses of backends. Callers that miss the same key at the same time wait for the first of them. */
export interface CachePort {
  read(space: CacheSpace, key: string): CacheSlot | Promise<CacheSlot>;
  /** A miss, whatever is there; what is settled takes its place everywhere. */
  renew(space: CacheSpace, key: string): CacheSlot;
}

/** Work on long bodies. Rejects with {@link BodyWorkLost} when it cannot be done; faults of body and template are results. */
export interface BodyPort {
  run<Name extends BodyJobName>(name: Name, input: Parameters<BodyJobs[Name]>[0]): Promise<ReturnType<BodyJobs[Name]>>;
}

/** Work on a long body took too much time or memory, or too much of it waits. */
export class BodyWorkLost extends Error {
  override readonly name = "BodyWorkLost";
}

export type ContentCoding = "gzip" | "deflate" | "identity";

export interface CompressionPort {
  compress(coding: ContentCoding, bytes: Buffer): Promise<Buffer>;
  /** Rejects when the bytes are not of that coding, or grow beyond `maxBytes`. */
  decompress(coding: ContentCoding, bytes: Buffer, maxBytes: number): Promise<Buffer>;
}

/** The keys and usage plans that this gateway knows. */
export interface AccessPort {
  findApiKey(wanted: { accountId: string; region: string; value: string }): ApiKeyFacts | undefined;
  findPlan(id: string): PlanFacts | undefined;
  findAccessKey(accessKeyId: string): AccessKeyHolder | undefined;
}

/** What is known of an API key; not its value. */
export type ApiKeyFacts = {
  id: string;
  isEnabled: boolean;
  planIds: readonly string[];
  /** When the value that the caller has ends; undefined for one without an end. */
  endsAtMs?: number | undefined;
  /** The caller has a value that was replaced. */
  isFormer?: boolean;
};

export type ThrottleLimits = { rateLimit?: number | undefined; burstLimit?: number | undefined };
export type QuotaLimits = { limit: number; offset: number; period: "DAY" | "WEEK" | "MONTH" };

export type PlanFacts = {
  id: string;
  /** By `{apiId}/{stageName}`; the limits of methods by `{resource path}/{verb}`. */
  stages: ReadonlyMap<string, { methods: Readonly<Record<string, ThrottleLimits>> }>;
  throttle: ThrottleLimits | undefined;
  quota: QuotaLimits | undefined;
};

/** An access key of a member, for signatures. */
export type AccessKeyHolder = {
  secret: string;
  accountId: string;
  userId: string;
  /** What the user is called in ARNs. */
  userName: string;
  /** What the key may do; undefined for everything that its member may. */
  policy?: Policy | undefined;
};

/** A token bucket: it fills at the rate and holds as much as the burst. */
export type Bucket = { key: string; ratePerSecond: number; burst: number };

/** A request of a key under a plan. */
export type QuotaUse = { planId: string; keyId: string; quota: QuotaLimits | undefined };

/** Limits that all workers of a node share. */
export interface LimitsPort {
  /** Whether there was a token to take. */
  take(bucket: Bucket): boolean | Promise<boolean>;
  /** Counts a request of a key; false, and not counted, when its quota is used up. */
  spend(use: QuotaUse): boolean | Promise<boolean>;
}

/** Public keys of token issuers. */
export interface KeySetPort {
  /** The key of a key set by its id; undefined when the set has none. Rejects when the set cannot be read. */
  findKey(url: string, keyId: string | undefined): Promise<PublicKey | undefined>;
  /** The same for an issuer that publishes where its keys are. */
  findIssuerKey(issuer: string, keyId: string | undefined): Promise<PublicKey | undefined>;
}

/** A JSON Web Key. */
export type PublicKey = { kty: string; kid?: string; [member: string]: unknown };

/** A reply and what became of the request, for counters and logs. */
export type Served = { reply: GatewayReply; facts: ServedFacts; exchange: Exchange };

/** What the gateway counts and logs about one request. */
export type ServedFacts = {
  requestId: string;
  extendedRequestId: string;
  resourcePath: string | undefined;
  integrationMs: number | undefined;
  /** Whether the answer came from the cache; undefined where nothing is cached. */
  cache: "hit" | "miss" | undefined;
  refusal: { reason: ReasonCode; message: string; evidence: Readonly<Record<string, string>>; cause?: unknown } | undefined;
};

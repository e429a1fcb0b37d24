import type { Buffer } from "node:buffer";
import type { ReasonCode } from "../definition/reason-codes.ts";
import type { Exchange } from "./exchange.ts";
import type { AnswerBody, Caller, GatewayReply, RequestBody } from "./message.ts";

/** Everything the core needs from outside; tests pass fakes, the gateway and the console's tester real ones. */
export interface Ports {
  clock: Clock;
  random: Random;
  http: HttpPort;
  aws: AwsPort;
  compression: CompressionPort;
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
  caller: Caller;
};

export type HttpAnswer = { status: number; headers: string[]; body: AnswerBody };

export interface HttpPort {
  /** Rejects with {@link HttpFailure} and nothing else. */
  send(call: HttpCall): Promise<HttpAnswer>;
}

/** Why a backend did not answer. */
export type HttpFailureKind = "unresolved" | "refused" | "tls" | "timeout" | "denied" | "gone" | "broken";

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

export type ContentCoding = "gzip" | "deflate" | "identity";

export interface CompressionPort {
  compress(coding: ContentCoding, bytes: Buffer): Promise<Buffer>;
  /** Rejects when the bytes are not of that coding, or grow beyond `maxBytes`. */
  decompress(coding: ContentCoding, bytes: Buffer, maxBytes: number): Promise<Buffer>;
}

/** A reply and what became of the request, for counters and logs. */
export type Served = { reply: GatewayReply; facts: ServedFacts; exchange: Exchange };

/** What the gateway counts and logs about one request. */
export type ServedFacts = {
  requestId: string;
  extendedRequestId: string;
  resourcePath: string | undefined;
  integrationMs: number | undefined;
  refusal: { reason: ReasonCode; message: string; evidence: Readonly<Record<string, string>>; cause?: unknown } | undefined;
};

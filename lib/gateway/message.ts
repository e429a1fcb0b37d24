import { Buffer } from "node:buffer";

/** Names and values in turn, spelled and ordered as they were received or will be sent. */
export type HeaderList = readonly string[];

/** Largest body of a request that the service accepts. */
export const requestBodyMaxBytes = 10 * 1024 * 1024;

/** A request as a listener received it; nothing is decoded yet. */
export type GatewayRequest = {
  method: string;
  /** Below the stage, escapes kept: `/pets/a%20b`. */
  rawPath: string;
  /** Without the question mark; empty when there is none. */
  rawQuery: string;
  headers: HeaderList;
  body: RequestBody;
  caller: Caller;
  /** The path with the stage in front, as the caller sent it. */
  fullPath: string;
  /** The path of the request line, where it is another one: signatures cover it. */
  targetPath?: string;
  /** Host without port. */
  domainName: string;
  /** Of requests to a custom domain name. */
  customDomain?: CustomDomain | undefined;
  /** What the client proved itself with, where a domain asks for it. */
  clientCert?: ClientCert | undefined;
  sourceIp: string;
  /** Entries at the end of `X-Forwarded-For` that believed proxies wrote, that of `sourceIp` included. */
  trustedHops: number;
  /** `HTTP/1.1` and the like. */
  protocol: string;
  /** The private network that a believed proxy says the request came through. */
  network?: PrivateNetwork | undefined;
  /** `http` or `https`, and the port that the caller used. */
  scheme: string;
  port: number;
};

/** The connection that a message of a WebSocket API came over, and what it is about. */
export type SocketFacts = {
  routeKey: string;
  eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
  connectionId: string;
  /** Epoch milliseconds. */
  connectedAt: number;
  messageId?: string;
  disconnect?: { code: number; reason: string };
};

/** What of a domain led here: the base path, `(none)` for the root, and the rule, if it was one. */
export type CustomDomain = { basePath: string; routingRuleId?: string };

/** A client's certificate, as `$context.identity.clientCert` shows it. */
export type ClientCert = {
  clientCertPem: string;
  subjectDN: string;
  issuerDN: string;
  serialNumber: string;
  validity: { notBefore: string; notAfter: string };
};

/** The path as events and their readers know it: with the base path of a custom domain, without the stage. */
export function eventPath({ customDomain, rawPath, fullPath }: GatewayRequest): string {
  return customDomain === undefined ? rawPath : fullPath;
}

/** Where in a private network a request entered. */
export type PrivateNetwork = { vpceId?: string; vpcId?: string };

/** The body of a request: still on the socket until somebody asks for it. */
export interface RequestBody {
  /** Length in bytes when it was announced; zero when there is no body. */
  readonly length: number | undefined;
  /** The bytes as they come; only one reader. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** All of it, read once and kept; throws a refusal when there are more than {@link requestBodyMaxBytes}. */
  collect(): Promise<Buffer>;
}

/** Who waits for the answer. */
export interface Caller {
  readonly isGone: boolean;
  onGone(listener: () => void): void;
}

/** The body of a backend's answer: still on the socket until somebody asks for it. */
export interface AnswerBody {
  /** Length in bytes when it is known by now. */
  readonly length: number | undefined;
  /** All of it; rejects when there are more than `maxBytes`. */
  collect(maxBytes: number): Promise<Buffer>;
  /**
   * Waits until all of it is here, or more than `maxBytes` of it; rejects when the backend fails before. Undefined when there is nothing
   * to wait for.
   */
  hold(maxBytes: number): Promise<void> | undefined;
  /** Sends the bytes on as they come. */
  pipe(sink: ReplySink): void;
}

/** Where a streamed body goes. */
export interface ReplySink {
  /** False when the other side is slow; `onDrain` tells when it is ready again. */
  write(chunk: Uint8Array): boolean;
  onDrain(listener: () => void): void;
  /** The last bytes, if any are left. */
  end(chunk?: Uint8Array): void;
  /** The backend failed in mid-answer. */
  abort(): void;
}

/** What a caller gets. */
export type GatewayReply = {
  status: number;
  headers: string[];
  body: Buffer | string | AnswerBody;
  /** Made by the gateway itself: an error response. */
  isGatewayResponse: boolean;
};

/** The values of a header in the order received; names in any case. `name` must be in lower case. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i];
    if (candidate?.length === name.length && candidate.toLowerCase() === name) values.push(headers[i + 1] ?? "");
  }
  return values;
}

/** The first value of a header; `name` must be in lower case. */
export function findHeader(headers: HeaderList, name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i];
    if (candidate?.length === name.length && candidate.toLowerCase() === name) return headers[i + 1];
  }
  return undefined;
}

/** Replaces all values of a header, or adds it at the end. Names that no header can have are left out. */
export function setHeader(headers: string[], name: string, ...values: string[]): void {
  removeHeader(headers, name.toLowerCase());
  addHeader(headers, name, values);
}

/** Adds a header whose text comes from a template, a mapping or a function; line breaks cannot get through. */
export function addHeader(headers: string[], name: string, values: readonly string[]): void {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return;
  for (const value of values) headers.push(name, headerText(value));
}

// Headers carry bytes: text beyond Latin-1 goes as UTF-8, control characters do not go at all.
function headerText(value: string): string {
  if (!/[^\t\x20-\x7e\x80-\xff]/.test(value)) return value;
  const bytes = /[\u0100-\uffff]/.test(value) ? Buffer.from(value, "utf8").toString("latin1") : value;
  return bytes.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
}

/** Removes every value of a header; `name` must be in lower case. */
export function removeHeader(headers: string[], name: string): void {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (headers[i]?.toLowerCase() === name) headers.splice(i, 2);
  }
}

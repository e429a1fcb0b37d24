import type { Caller, ClientCert, HeaderList, ReplySink, RequestBody } from "../lib/gateway/message.ts";
import type { Handshake } from "./websocket/peer.ts";

/** The head of a request, as it came off the socket. */
export type RequestHead = {
  method: string;
  /** The target of the request line, escapes kept. */
  target: string;
  headers: HeaderList;
  /** Host header with its port; empty when there was none. */
  host: string;
  protocol: string;
  scheme: "http" | "https";
  remoteAddress: string;
  localPort: number;
  /** Of requests that came over TLS to this gateway itself. */
  tls?: TlsFacts | undefined;
};

export type TlsFacts = {
  /** The name that the client asked for before it sent the request. */
  serverName: string;
  /** `TLSv1.3` and the like. */
  version: string;
  /** What the client showed, and whether the authorities of that name's domain stand for it. */
  client: { cert: ClientCert; isTrusted: boolean } | undefined;
};

/** The way back to the caller. */
export interface Reply extends ReplySink, Caller {
  /** The head of the answer; `length` is that of the body, undefined for a streamed one. */
  head(status: number, headers: string[], length: number | undefined): void;
  /** Head and whole body in one write. */
  send(status: number, headers: string[], body: Buffer | string): void;
}

/** Takes a caller that wants to speak WebSocket; false when its request is one like any other. */
export type HandshakeHandler = (handshake: Handshake) => boolean;

export type RequestHandler = (head: RequestHead, body: RequestBody, reply: Reply) => void;

/** Who answers what a server gets. */
export type Takers = { onRequest: RequestHandler; onHandshake?: HandshakeHandler };

/** A server that takes requests from sockets. The rest of the gateway knows sockets by this interface only. */
export interface Listener {
  listen(address: { port: number; host: string }): Promise<void>;
  /** Stops taking connections and resolves when the running requests are answered, or at the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

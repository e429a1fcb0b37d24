import type { Caller } from "../../lib/gateway/message.ts";
import type { RequestHead } from "../listener.ts";

/** The other end of an open WebSocket. */
export interface Peer {
  /** Bytes that wait for a reader that is slow. */
  readonly bufferedBytes: number;
  send(data: string | Buffer): void;
  close(code: number, reason: string): void;
  /** Ends the connection without another word. */
  terminate(): void;
  /** Reads nothing more until it is told to. */
  pause(): void;
  resume(): void;
}

/** What happens to an open WebSocket. */
export type PeerEvents = {
  onMessage(text: string): void;
  /** Anything came, also a ping. */
  onActivity(): void;
  onClose(end: { code: number; reason: string }): void;
};

/** A caller that wants to speak WebSocket. */
export interface Handshake extends Caller {
  readonly head: RequestHead;
  /** Opens the connection; undefined when the caller is gone. */
  accept(protocol: string | undefined, events: PeerEvents): Peer | undefined;
  refuse(status: number, headers: string[], body: string): void;
}

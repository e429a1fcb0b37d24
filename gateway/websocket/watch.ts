import type { TraceRecord } from "../../lib/definition/trace.ts";

/** What became of a handshake, a message or the end of a connection that somebody watches. */
export type WatchedEvent = {
  routeKey: string;
  eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
  connectionId: string;
  ms: number;
  trace: TraceRecord;
};

export type Watch = (event: WatchedEvent) => void;

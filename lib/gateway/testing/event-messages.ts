import { Buffer } from "node:buffer";
import { EventStreamCodec } from "@smithy/core/event-streams";

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text),
);

/** A message of `application/vnd.amazon.eventstream`. */
export function eventMessage(headers: Readonly<Record<string, string>>, body: string | Buffer): Buffer {
  const typed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { type: "string" as const, value }]));
  return Buffer.from(codec.encode({ headers: typed, body: Buffer.from(body) }));
}

const event = (type: string, body: string | Buffer) => eventMessage({ ":message-type": "event", ":event-type": type }, body);

/** What a function wrote, and the end of its invocation, as InvokeWithResponseStream sends them. */
export const chunkMessage = (body: string | Buffer) => event("PayloadChunk", body);
export const completeMessage = (end: object = {}) => event("InvokeComplete", JSON.stringify(end));

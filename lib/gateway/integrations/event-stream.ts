import { Buffer } from "node:buffer";
import { EventStreamCodec } from "@smithy/core/event-streams";

/** What a stream of an invocation tells: a part of what the function wrote, or how it ended. */
export type StreamEvent = { kind: "chunk"; bytes: Buffer } | { kind: "end"; error?: string };

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

// The length of a message comes first. None of an invocation is nearly as long.
const lengthBytes = 4;
const messageBytesMax = 24 * 1_024 * 1_024;

/** Cuts the bytes of `application/vnd.amazon.eventstream` into the events of InvokeWithResponseStream, however they come. */
export class EventStreamReader {
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  /** Throws for bytes that are no messages, or whose checksums are wrong. */
  read(chunk: Uint8Array): StreamEvent[] {
    this.#waiting.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#waitingBytes += chunk.byteLength;
    const events: StreamEvent[] = [];
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      const event = toEvent(message);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  /** A whole message, or undefined while it is not there. */
  #next(): Buffer | undefined {
    if (this.#waitingBytes < lengthBytes) return undefined;
    const first = this.#waiting[0] ?? Buffer.alloc(0);
    const length = (first.length >= lengthBytes ? first : this.#join()).readUInt32BE(0);
    if (length > messageBytesMax) throw new Error(`a message of ${length} bytes`);
    if (this.#waitingBytes < length) return undefined;
    const all = this.#join();
    this.#waiting = length < all.length ? [all.subarray(length)] : [];
    this.#waitingBytes = all.length - length;
    return all.subarray(0, length);
  }

  #join(): Buffer {
    const [first, ...others] = this.#waiting;
    const all = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#waiting, this.#waitingBytes);
    this.#waiting = [all];
    return all;
  }
}

function toEvent(message: Buffer): StreamEvent | undefined {
  const { headers, body } = codec.decode(message);
  const text = (name: string) => String(headers[name]?.value ?? "");
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (text(":message-type") === "exception") return { kind: "end", error: `${text(":exception-type")}: ${bytes.toString("utf8")}` };
  switch (text(":event-type")) {
    case "PayloadChunk":
      return { kind: "chunk", bytes };
    case "InvokeComplete":
      return readEnd(bytes);
    default:
      return undefined;
  }
}

function readEnd(bytes: Buffer): StreamEvent {
  const { ErrorCode: code, ErrorDetails: details } = JSON.parse(bytes.toString("utf8") || "{}") as Record<string, unknown>;
  return code === undefined || code === null ? { kind: "end" } : { kind: "end", error: `${code}: ${details ?? ""}` };
}

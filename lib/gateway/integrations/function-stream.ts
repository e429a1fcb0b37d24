import { Buffer } from "node:buffer";
import type { AnswerBody, ReplySink } from "../message.ts";
import { EventStreamReader, type StreamEvent } from "./event-stream.ts";

// The metadata of a response ends with eight zero bytes, which come within its first 16 KB.
const delimiter = Buffer.alloc(8);
const metadataBytesMax = 16 * 1_024;

/** What came before the body, or why there is none. */
export type StreamHead = { kind: "metadata"; text: string } | { kind: "failed"; error: string } | { kind: "malformed"; fault: string };

/**
 * The answer of a function that streams: bytes of its invocation go in, its body comes out as the function writes it. Nothing is read
 * beyond the metadata before somebody takes the body.
 */
export class FunctionStream implements ReplySink, AnswerBody {
  readonly head: Promise<StreamHead>;
  readonly length = undefined;
  readonly #reader = new EventStreamReader();
  #tellHead: (head: StreamHead) => void = () => undefined;
  #hasHead = false;
  #waiting: Buffer = Buffer.alloc(0);
  #end: "open" | "whole" | "broken" = "open";
  #sink: ReplySink | undefined;
  #resume: () => void = () => undefined;

  constructor(invocation: AnswerBody) {
    this.head = new Promise((resolve) => {
      this.#tellHead = resolve;
    });
    invocation.pipe(this);
  }

  write(chunk: Uint8Array): boolean {
    let isReady = true;
    for (const event of this.#read(chunk)) isReady = this.#take(event);
    return isReady;
  }

  onDrain(listener: () => void): void {
    this.#resume = listener;
  }

  end(chunk?: Uint8Array): void {
    if (chunk !== undefined && chunk.length > 0) this.write(chunk);
    // An invocation says that it is complete; one that just stops was cut off.
    this.#finish("broken", "the answer ended before the invocation was complete");
  }

  abort(): void {
    this.#finish("broken", "the answer broke off");
  }

  pipe(sink: ReplySink): void {
    this.#sink = sink;
    const isReady = this.#waiting.length === 0 || sink.write(this.#waiting);
    this.#waiting = Buffer.alloc(0);
    if (this.#end !== "open") {
      this.#tellEnd(sink);
      return;
    }
    sink.onDrain(() => this.#resume());
    if (isReady) this.#resume();
  }

  collect(maxBytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      this.pipe({
        write: (chunk) => {
          bytes += chunk.length;
          if (bytes <= maxBytes) chunks.push(Buffer.from(chunk));
          return true;
        },
        onDrain: () => undefined,
        end: () => (bytes > maxBytes ? reject(new Error("the answer is too large")) : resolve(Buffer.concat(chunks))),
        abort: () => reject(new Error("the function failed in mid-answer")),
      });
    });
  }

  hold(): undefined {
    return undefined;
  }

  /** Lets the rest go by: a body that nobody takes would hold its connection until the call's time is over. */
  discard(): void {
    const nothing = () => undefined;
    this.pipe({ write: () => true, onDrain: nothing, end: nothing, abort: nothing });
  }

  #read(chunk: Uint8Array): StreamEvent[] {
    if (this.#end !== "open") return [];
    try {
      return this.#reader.read(chunk);
    } catch (error) {
      this.#finish("broken", error instanceof Error ? error.message : String(error));
      return [];
    }
  }

  #take(event: StreamEvent): boolean {
    if (event.kind === "end") {
      if (event.error === undefined) this.#finish("whole", "the delimiter after the metadata is missing");
      else this.#fail(event.error);
      return true;
    }
    if (this.#hasHead) return this.#pass(event.bytes);
    this.#waiting = Buffer.concat([this.#waiting, event.bytes]);
    const at = this.#waiting.indexOf(delimiter);
    if (at >= 0 && at <= metadataBytesMax) {
      const text = this.#waiting.toString("utf8", 0, at);
      this.#waiting = this.#waiting.subarray(at + delimiter.length);
      this.#settle({ kind: "metadata", text });
    } else if (this.#waiting.length > metadataBytesMax) {
      this.#finish("broken", "the delimiter after the metadata is not in the first 16 KB");
    }
    return !this.#hasHead;
  }

  #pass(bytes: Buffer): boolean {
    if (this.#sink !== undefined) return this.#sink.write(bytes);
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    return false;
  }

  #settle(head: StreamHead): void {
    this.#hasHead = true;
    this.#tellHead(head);
  }

  #fail(error: string): void {
    if (!this.#hasHead) this.#settle({ kind: "failed", error });
    this.#close("broken");
  }

  /** Ends the body; without metadata before it there is none. */
  #finish(end: "whole" | "broken", fault: string): void {
    if (this.#end !== "open") return;
    if (!this.#hasHead) this.#settle({ kind: "malformed", fault });
    this.#close(end);
  }

  #close(end: "whole" | "broken"): void {
    if (this.#end !== "open") return;
    this.#end = end;
    if (this.#sink !== undefined) this.#tellEnd(this.#sink);
  }

  #tellEnd(sink: ReplySink): void {
    if (this.#end === "whole") sink.end();
    else sink.abort();
  }
}

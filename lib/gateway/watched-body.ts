import { Buffer } from "node:buffer";
import { keptBytesMax } from "./body-view.ts";
import type { AnswerBody, ReplySink } from "./message.ts";

/** What was seen of a body that went by: as much of its head as a trace keeps, and how it ended. */
export type SeenBody = { head: Buffer; bytes: number; isWhole: boolean };

// A few bytes more than are shown tell that there is more.
const headBytesMax = keptBytesMax + 8;

/** A body that goes on to the caller as it comes, while somebody looks on. */
export class WatchedBody implements AnswerBody {
  /** Settles when the last of the body went by, or it broke off. */
  readonly ended: Promise<void>;
  readonly #body: AnswerBody;
  readonly #onEnd: (seen: SeenBody) => void;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #bytes = 0;
  #settle: () => void = () => undefined;

  constructor(body: AnswerBody, onEnd: (seen: SeenBody) => void) {
    this.#body = body;
    this.#onEnd = onEnd;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get length(): number | undefined {
    return this.#body.length;
  }

  hold(): undefined {
    return undefined;
  }

  async collect(maxBytes: number): Promise<Buffer> {
    try {
      const whole = await this.#body.collect(maxBytes);
      this.#see(whole);
      this.#end("whole");
      return whole;
    } catch (error) {
      this.#end("broken");
      throw error;
    }
  }

  pipe(sink: ReplySink): void {
    this.#body.pipe({
      write: (chunk) => {
        this.#see(chunk);
        return sink.write(chunk);
      },
      onDrain: (listener) => sink.onDrain(listener),
      end: (chunk) => {
        if (chunk !== undefined) this.#see(chunk);
        sink.end(chunk);
        this.#end("whole");
      },
      abort: () => {
        sink.abort();
        this.#end("broken");
      },
    });
  }

  #see(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    const part = chunk.subarray(0, headBytesMax - this.#kept);
    if (part.length === 0) return;
    this.#chunks.push(Buffer.from(part));
    this.#kept += part.length;
  }

  #end(how: "whole" | "broken"): void {
    const head = Buffer.concat(this.#chunks);
    this.#onEnd({ head: this.#bytes > head.length ? wholeCharacters(head) : head, bytes: this.#bytes, isWhole: how === "whole" });
    this.#settle();
  }
}

// UTF-8 that is cut within a character would not be text any more.
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length - 1;
  while (end > bytes.length - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

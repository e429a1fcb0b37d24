import { Buffer } from "node:buffer";
import type { Dispatcher } from "undici";
import type { AnswerBody, Caller, ReplySink } from "../gateway/message.ts";
import { type HttpAnswer, HttpFailure } from "../gateway/ports.ts";
import { toHttpFailure } from "./http-failure.ts";

// Bytes that may wait in memory before the backend is told to pause.
const waitingBytesMax = 64 * 1024;

type Settle = { resolve(answer: HttpAnswer): void; reject(failure: HttpFailure): void };

/**
 * One call to a backend. Its body is kept back until somebody collects or pipes it; small answers are whole by then and go out in
 * one write. The handler has the methods of undici's classic interface, which spares the parsing of headers into an object.
 */
export class BackendAnswer implements AnswerBody, Dispatcher.DispatchHandler {
  readonly #settle: Settle;
  readonly #timer: NodeJS.Timeout;
  #abort: ((reason: Error) => void) | undefined;
  #resume: (() => void) | undefined;
  #failure: HttpFailure | undefined;
  #hasHeaders = false;
  #isComplete = false;
  #isPaused = false;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #declaredLength: number | undefined;
  #sink: ReplySink | undefined;
  #waitingMax = waitingBytesMax;
  #holder: { resolve(): void; reject(error: Error): void } | undefined;
  #collector: { maxBytes: number; resolve(body: Buffer): void; reject(error: Error): void } | undefined;

  constructor(settle: Settle, timeoutMs: number, caller: Caller) {
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#stop(new HttpFailure("timeout", `no whole answer within ${timeoutMs} ms`)), timeoutMs);
    caller.onGone(() => this.#stop(new HttpFailure("gone", "the caller is gone")));
  }

  get length(): number | undefined {
    return this.#isComplete ? this.#waitingBytes : this.#declaredLength;
  }

  // A request that waits for a connection is aborted when it gets one.
  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    if (this.#failure !== undefined) abort(this.#failure);
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void): boolean {
    if (status < 200) return true;
    this.#hasHeaders = true;
    this.#resume = resume;
    const headers: string[] = new Array(rawHeaders.length);
    for (let i = 0; i < rawHeaders.length; i++) headers[i] = rawHeaders[i]?.toString("latin1") ?? "";
    for (let i = 0; i < headers.length; i += 2) {
      if (headers[i]?.length === 14 && headers[i]?.toLowerCase() === "content-length") this.#declaredLength = Number(headers[i + 1]);
    }
    this.#settle.resolve({ status, headers, body: this });
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#sink !== undefined) {
      if (this.#sink.write(chunk)) return true;
      this.#isPaused = true;
      return false;
    }
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#collector !== undefined) {
      if (this.#waitingBytes > this.#collector.maxBytes) this.#stop(new HttpFailure("broken", "the answer is too large"));
      return true;
    }
    if (this.#waitingBytes < this.#waitingMax) return true;
    this.#holder?.resolve();
    this.#isPaused = true;
    return false;
  }

  onComplete(): void {
    clearTimeout(this.#timer);
    this.#isComplete = true;
    this.#sink?.end();
    this.#holder?.resolve();
    this.#collector?.resolve(this.#whole());
  }

  onError(error: Error): void {
    this.#fail(error instanceof HttpFailure ? error : toHttpFailure(error));
  }

  collect(maxBytes: number): Promise<Buffer> {
    if (this.#isComplete && this.#waitingBytes <= maxBytes) return Promise.resolve(this.#whole());
    return new Promise((resolve, reject) => {
      this.#collector = { maxBytes, resolve, reject };
      if (this.#failure !== undefined) reject(this.#failure);
      else if (this.#waitingBytes > maxBytes) this.#stop(new HttpFailure("broken", "the answer is too large"));
      else this.#continue();
    });
  }

  hold(maxBytes: number): Promise<void> | undefined {
    if (this.#isComplete) return undefined;
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#waitingMax = maxBytes;
    if (this.#waitingBytes >= maxBytes) return undefined;
    return new Promise((resolve, reject) => {
      this.#holder = { resolve, reject };
      this.#continue();
    });
  }

  pipe(sink: ReplySink): void {
    if (this.#isComplete) {
      sink.end(this.#whole());
      return;
    }
    if (this.#failure !== undefined) {
      sink.abort();
      return;
    }
    this.#sink = sink;
    let isReady = true;
    for (const chunk of this.#waiting) isReady = sink.write(chunk);
    this.#waiting = [];
    sink.onDrain(() => this.#continue());
    if (isReady) this.#continue();
  }

  #continue(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#resume?.();
  }

  #whole(): Buffer {
    const first = this.#waiting[0];
    if (first === undefined) return Buffer.alloc(0);
    return this.#waiting.length === 1 ? first : Buffer.concat(this.#waiting, this.#waitingBytes);
  }

  #stop(failure: HttpFailure): void {
    if (this.#isComplete || this.#failure !== undefined) return;
    this.#fail(failure);
    this.#abort?.(failure);
  }

  #fail(failure: HttpFailure): void {
    clearTimeout(this.#timer);
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    if (!this.#hasHeaders) this.#settle.reject(failure);
    this.#sink?.abort();
    this.#holder?.reject(failure);
    this.#collector?.reject(failure);
  }
}

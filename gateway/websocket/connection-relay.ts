import type { ToWorker } from "../messages.ts";
import { type ConnectionAnswer, type ConnectionCall, workerOf } from "./connection-calls.ts";

// A worker that does not answer in this time has no connections that anybody could use.
const answerMs = 5_000;

/** Passes calls of `@connections` on to the worker that has the connection. */
export class ConnectionRelay {
  readonly #send: (worker: number, message: ToWorker) => boolean;
  readonly #waiting = new Map<number, (answer: ConnectionAnswer) => void>();
  #nextId = 1;

  /** `send` says whether there is such a worker. */
  constructor(send: (worker: number, message: ToWorker) => boolean) {
    this.#send = send;
  }

  ask(call: ConnectionCall): Promise<ConnectionAnswer> {
    const worker = workerOf(call.connectionId);
    const id = this.#nextId++;
    if (worker === undefined || !this.#send(worker, { kind: "connection", id, call })) return Promise.resolve({ kind: "gone" });
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.onAnswer(id, { kind: "gone" }), answerMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
  }

  onAnswer(id: number, answer: ConnectionAnswer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

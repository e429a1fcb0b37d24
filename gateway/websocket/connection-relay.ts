import type { ToWorker } from "../messages.ts";
import {
  type ConnectionAnswer,
  type ConnectionCall,
  type ConnectionList,
  connectionsListedMax,
  type ListQuestion,
  noConnections,
  workerOf,
} from "./connection-calls.ts";

// A worker that does not answer in this time has no connections that anybody could use.
const answerMs = 5_000;

/** Passes calls of `@connections` on to the worker that has the connection, and asks all of them what they have. */
export class ConnectionRelay {
  readonly #send: (worker: number, message: ToWorker) => boolean;
  readonly #waiting = new Map<number, (answer: ConnectionAnswer) => void>();
  readonly #listing = new Map<number, (list: ConnectionList) => void>();
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

  /** The newest connections of a stage among all workers that fit the filter. */
  async list(workers: Iterable<number>, question: ListQuestion): Promise<ConnectionList> {
    const lists = await Promise.all([...workers].map((worker) => this.#listOf(worker, question)));
    const newest = lists.flatMap(({ connections }) => connections).sort((a, b) => b.connectedAtMs - a.connectedAtMs);
    const sumOf = (name: "total" | "matching") => lists.reduce((sum, list) => sum + list[name], 0);
    return { total: sumOf("total"), matching: sumOf("matching"), connections: newest.slice(0, connectionsListedMax) };
  }

  #listOf(worker: number, question: ListQuestion): Promise<ConnectionList> {
    const id = this.#nextId++;
    const nothing = noConnections;
    if (!this.#send(worker, { kind: "connections", id, ...question })) return Promise.resolve(nothing);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.onList(id, nothing), answerMs);
      this.#listing.set(id, (list) => {
        clearTimeout(timer);
        resolve(list);
      });
    });
  }

  onList(id: number, list: ConnectionList): void {
    this.#listing.get(id)?.(list);
    this.#listing.delete(id);
  }

  onAnswer(id: number, answer: ConnectionAnswer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

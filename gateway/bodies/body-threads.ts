import { Worker } from "node:worker_threads";
import type { BodyJobName, BodyJobs } from "../../lib/gateway/body-jobs.ts";
import { type BodyPort, BodyWorkLost } from "../../lib/gateway/ports.ts";
import type { BodyDelivery, BodyOrder } from "./body-messages.ts";

/** What the thread may take. */
export type BodyLimits = {
  /** For one piece of work, however slow the machine is. */
  workMs: number;
  /** A thread with nothing to do ends after this. */
  idleMs: number;
  /** Pieces of work that wait. */
  waitingMax: number;
  /** Of the thread's own memory; bodies that are many small values take many times their length. */
  heapMb: number;
};

const usualLimits: BodyLimits = { workMs: 10_000, idleMs: 30_000, waitingMax: 200, heapMb: 384 };

type Task = { order: BodyOrder; resolve(result: unknown): void; reject(error: Error): void };

/**
 * Work on long bodies in a thread of its own, so that requests of others are served meanwhile. The thread is started when it is first
 * needed. `source` is its whole code: what was built together stays together.
 */
export class BodyThreads implements BodyPort {
  readonly #source: string;
  readonly #limits: BodyLimits;
  readonly #waiting: Task[] = [];
  #thread: Worker | undefined;
  #current: Task | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: string, limits: Partial<BodyLimits> = {}) {
    this.#source = source;
    this.#limits = { ...usualLimits, ...limits };
  }

  run<Name extends BodyJobName>(name: Name, input: Parameters<BodyJobs[Name]>[0]): Promise<ReturnType<BodyJobs[Name]>> {
    if (this.#waiting.length >= this.#limits.waitingMax) {
      return Promise.reject(new BodyWorkLost("Too many long bodies wait to be worked on."));
    }
    return new Promise((resolve, reject) => {
      // The thread gives what the job of that name returns.
      this.#waiting.push({ order: { name, input }, resolve: (result) => resolve(result as ReturnType<BodyJobs[Name]>), reject });
      if (this.#current === undefined) this.#next();
    });
  }

  /** Ends the thread; what is not done is lost. */
  close(): void {
    const lost = new BodyWorkLost("The gateway is stopping.");
    for (const task of this.#waiting.splice(0)) task.reject(lost);
    this.#end(lost);
  }

  #next(): void {
    clearTimeout(this.#timer);
    const task = this.#waiting.shift();
    if (task === undefined) {
      this.#timer = setTimeout(() => this.#end(), this.#limits.idleMs);
      this.#timer.unref();
      return;
    }
    this.#current = task;
    this.#thread ??= this.#start();
    this.#timer = setTimeout(() => this.#end(new BodyWorkLost("The work on the body takes too long.")), this.#limits.workMs);
    this.#thread.postMessage(task.order);
  }

  #start(): Worker {
    // No environment: the thread needs none of it.
    const thread = new Worker(this.#source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb }, env: {} });
    thread.unref();
    thread.on("message", (delivery: BodyDelivery) => {
      if (thread === this.#thread) this.#deliver(delivery);
    });
    thread.on("error", (error: Error & { code?: string }) => {
      if (thread !== this.#thread) return;
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#end(isMemory ? new BodyWorkLost("The work on the body takes too much memory.") : error);
    });
    thread.on("exit", () => {
      if (thread === this.#thread) this.#end(new BodyWorkLost("The work on the body came to an end."));
    });
    return thread;
  }

  #deliver(delivery: BodyDelivery): void {
    const task = this.#current;
    this.#current = undefined;
    if ("bug" in delivery) task?.reject(new Error(delivery.bug));
    else task?.resolve(delivery.result);
    this.#next();
  }

  // The thread is gone, or has to go: the work that it was at is lost, what waits goes on in a new one.
  #end(reason: Error = new BodyWorkLost("The work on the body came to an end.")): void {
    clearTimeout(this.#timer);
    const [thread, task] = [this.#thread, this.#current];
    this.#thread = undefined;
    this.#current = undefined;
    void thread?.terminate();
    task?.reject(reason);
    if (this.#waiting.length > 0) this.#next();
  }
}

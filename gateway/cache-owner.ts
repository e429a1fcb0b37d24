import { CacheStore } from "../lib/gateway/cache-store.ts";
import { entrySizeBytes } from "../lib/gateway/fronted-cache.ts";
import type { CacheSpace } from "../lib/gateway/ports.ts";
import type { CacheQuestion, CacheReply, WireEntry } from "./cache-messages.ts";

// Longer than most backends take; who waited for another worker until then asks the backend itself.
const leaseMs = 35_000;
// A worker that does not confirm a drop in this time is not waited for.
const dropMs = 500;

type Reader = { worker: number; id: number };
type Flight = { lease: number; worker: number; waiting: Reader[]; timer: NodeJS.Timeout };
type Drop = { awaited: Set<number>; done(): void };

/** The part of the response cache that all workers of the node share. It lives in the primary. */
export class SharedCacheOwner {
  readonly #store: CacheStore<WireEntry & { sizeBytes: number }>;
  readonly #tell: (worker: number, reply: CacheReply) => void;
  readonly #workers: () => Iterable<number>;
  readonly #flights = new Map<string, Flight>();
  readonly #drops = new Map<number, Drop>();
  #lastLease = 0;
  #lastDrop = 0;

  constructor(parts: { maxBytes: number; tell(worker: number, reply: CacheReply): void; workers(): Iterable<number> }) {
    this.#store = new CacheStore(parts.maxBytes);
    this.#tell = parts.tell;
    this.#workers = parts.workers;
  }

  onQuestion(worker: number, question: CacheQuestion): void {
    if (question.kind === "cache-read") this.#read({ worker, id: question.id }, question.space, question.key);
    else if (question.kind === "cache-fill") this.#fill(worker, question);
    else if (question.kind === "cache-renew") void this.#renew(worker, question);
    else this.#onDropped(worker, question.drop);
  }

  /** Lets others fill what a worker that is gone was about to. */
  onWorkerGone(worker: number): void {
    for (const [id, flight] of this.#flights) if (flight.worker === worker) this.#end(id, flight, undefined);
    for (const drop of this.#drops.keys()) this.#onDropped(worker, drop);
  }

  keepSpaces(ids: ReadonlySet<string>): void {
    this.#store.keepSpaces(ids);
  }

  #read(reader: Reader, space: CacheSpace, key: string): void {
    const entry = this.#store.find(space.id, key, Date.now());
    const id = flightKey(space, key);
    const flight = this.#flights.get(id);
    if (entry !== undefined) this.#answer(reader, entry);
    else if (flight !== undefined) flight.waiting.push(reader);
    else {
      const lease = ++this.#lastLease;
      const timer = setTimeout(() => this.#end(id, opened, undefined), leaseMs);
      const opened: Flight = { lease, worker: reader.worker, waiting: [], timer };
      this.#flights.set(id, opened);
      this.#tell(reader.worker, { kind: "cache-lease", id: reader.id, lease });
    }
  }

  #fill(worker: number, { space, key, lease, entry }: CacheQuestion & { kind: "cache-fill" }): void {
    const id = flightKey(space, key);
    const flight = this.#flights.get(id);
    // A renewal, or the end of its time, may have overtaken it.
    if (flight === undefined || flight.lease !== lease || flight.worker !== worker) return;
    if (entry !== undefined) this.#keep(space, key, entry);
    this.#end(id, flight, entry);
  }

  async #renew(worker: number, { id, space, key, entry }: CacheQuestion & { kind: "cache-renew" }): Promise<void> {
    const flight = this.#flights.get(flightKey(space, key));
    this.#keep(space, key, entry);
    if (flight !== undefined) this.#end(flightKey(space, key), flight, entry);
    await this.#dropElsewhere(worker, space, key);
    this.#tell(worker, { kind: "cache-renewed", id });
  }

  #dropElsewhere(renewing: number, space: CacheSpace, key: string): Promise<void> {
    const others = [...this.#workers()].filter((worker) => worker !== renewing);
    if (others.length === 0) return Promise.resolve();
    const drop = ++this.#lastDrop;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#drops.delete(drop);
        resolve();
      };
      const timer = setTimeout(done, dropMs);
      this.#drops.set(drop, { awaited: new Set(others), done });
      for (const worker of others) this.#tell(worker, { kind: "cache-drop", drop, spaceId: space.id, key });
    });
  }

  #onDropped(worker: number, drop: number): void {
    const waiting = this.#drops.get(drop);
    if (waiting === undefined) return;
    waiting.awaited.delete(worker);
    if (waiting.awaited.size === 0) waiting.done();
  }

  #keep(space: CacheSpace, key: string, entry: WireEntry): void {
    this.#store.put(space, key, { ...entry, sizeBytes: entrySizeBytes(key, entry) });
  }

  // Without an entry each of those who waited fills for itself; a lease of zero binds nobody.
  #end(id: string, flight: Flight, entry: WireEntry | undefined): void {
    clearTimeout(flight.timer);
    this.#flights.delete(id);
    for (const reader of flight.waiting) {
      if (entry !== undefined) this.#answer(reader, entry);
      else this.#tell(reader.worker, { kind: "cache-lease", id: reader.id, lease: 0 });
    }
  }

  #answer({ worker, id }: Reader, { status, headers, body, isBase64, expiresAtMs }: WireEntry): void {
    this.#tell(worker, { kind: "cache-entry", id, entry: { status, headers, body, isBase64, expiresAtMs } });
  }
}

function flightKey(space: CacheSpace, key: string): string {
  return `${space.id}\n${key}`;
}

import { CacheStore } from "../lib/gateway/cache-store.ts";
import { entrySizeBytes } from "../lib/gateway/fronted-cache.ts";
import type { CacheSpace } from "../lib/gateway/ports.ts";
import type { CacheQuestion, CacheReply, WireEntry } from "./cache-messages.ts";
import type { FarCache } from "./far-cache.ts";

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
  #far: FarCache | undefined;
  #lastLease = 0;
  #lastDrop = 0;

  constructor(parts: { maxBytes: number; tell(worker: number, reply: CacheReply): void; workers(): Iterable<number> }) {
    this.#store = new CacheStore(parts.maxBytes);
    this.#tell = parts.tell;
    this.#workers = parts.workers;
  }

  /** From now on what this node does not have is looked for where others keep theirs. */
  joinFar(far: FarCache): void {
    this.#far = far;
  }

  /** Another node renewed an entry: what this one has of it, or is about to fill, is not asked for any more. */
  onRenewedElsewhere(spaceId: string, key: string): void {
    this.#store.remove(spaceId, key);
    const id = flightKey(spaceId, key);
    const flight = this.#flights.get(id);
    if (flight !== undefined) this.#end(id, flight, undefined);
    void this.#dropAt([...this.#workers()], spaceId, key);
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
    const id = flightKey(space.id, key);
    const flight = this.#flights.get(id);
    if (entry !== undefined) this.#answer(reader, entry);
    else if (flight !== undefined) flight.waiting.push(reader);
    else {
      const lease = ++this.#lastLease;
      const timer = setTimeout(() => this.#end(id, opened, undefined), leaseMs);
      const opened: Flight = { lease, worker: reader.worker, waiting: [], timer };
      this.#flights.set(id, opened);
      if (this.#far === undefined) this.#tell(reader.worker, { kind: "cache-lease", id: reader.id, lease });
      else void this.#readFar(this.#far, { reader, space, key, flight: opened });
    }
  }

  async #readFar(far: FarCache, { reader, space, key, flight }: { reader: Reader; space: CacheSpace; key: string; flight: Flight }) {
    const entry = await far.read(space.id, key);
    const id = flightKey(space.id, key);
    const isOvertaken = this.#flights.get(id) !== flight;
    if (isOvertaken || entry === undefined || entry.expiresAtMs <= Date.now()) {
      this.#tell(reader.worker, { kind: "cache-lease", id: reader.id, lease: isOvertaken ? 0 : flight.lease });
      return;
    }
    this.#keep(space, key, entry);
    this.#answer(reader, entry);
    this.#end(id, flight, entry);
  }

  #fill(worker: number, { space, key, lease, entry }: CacheQuestion & { kind: "cache-fill" }): void {
    const id = flightKey(space.id, key);
    const flight = this.#flights.get(id);
    // A renewal, or the end of its time, may have overtaken it.
    if (flight === undefined || flight.lease !== lease || flight.worker !== worker) return;
    if (entry !== undefined) {
      this.#keep(space, key, entry);
      this.#far?.write(space.id, key, entry);
    }
    this.#end(id, flight, entry);
  }

  async #renew(worker: number, { id, space, key, entry }: CacheQuestion & { kind: "cache-renew" }): Promise<void> {
    const flight = this.#flights.get(flightKey(space.id, key));
    this.#keep(space, key, entry);
    if (flight !== undefined) this.#end(flightKey(space.id, key), flight, entry);
    const others = [...this.#workers()].filter((other) => other !== worker);
    await Promise.all([this.#dropAt(others, space.id, key), this.#far?.renew(space.id, key, entry)]);
    this.#tell(worker, { kind: "cache-renewed", id });
  }

  #dropAt(workers: readonly number[], spaceId: string, key: string): Promise<void> {
    if (workers.length === 0) return Promise.resolve();
    const drop = ++this.#lastDrop;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#drops.delete(drop);
        resolve();
      };
      const timer = setTimeout(done, dropMs);
      this.#drops.set(drop, { awaited: new Set(workers), done });
      for (const worker of workers) this.#tell(worker, { kind: "cache-drop", drop, spaceId, key });
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

function flightKey(spaceId: string, key: string): string {
  return `${spaceId}\n${key}`;
}

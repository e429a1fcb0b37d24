import { newUuid } from "../../base/ids.ts";
import type { AccessRecord, IngestBatch, MetricPoint } from "../protocol.ts";
import type { FeedClient } from "./feed-client.ts";

// Storing a record takes the console longer than serving a request takes the gateway, so a burst goes out in small portions: a large
// one would hold up requests on a machine that both share.
const recordsPerBatch = 100;
const metricsPerBatch = 1_000;
const lookEveryMs = 200;
// What is no full batch waits for so many looks, a second in all.
const looksPerSend = 5;
// What may wait while the console is away; beyond it records are dropped before metrics.
const recordsMax = 20_000;
const metricsMax = 5_000;
const drainMs = 2_000;

type Options = { client: FeedClient; signal: AbortSignal; node: string; nowMs: () => number };

/** Delivers what the workers counted, in batches that the console counts once however often they are sent. */
export class IngestQueue {
  readonly #options: Options;
  #records: AccessRecord[] = [];
  readonly #metrics = new Map<string, MetricPoint>();
  #dropped = { records: 0, metrics: 0 };
  /** The batch that is on its way; it keeps its id until the console has it. */
  #sending: IngestBatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #looks = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  #look(): void {
    this.#looks++;
    if (this.#records.length < recordsPerBatch && this.#looks < looksPerSend) return;
    this.#looks = 0;
    void this.#send();
  }

  add(facts: { records: readonly AccessRecord[]; metrics: readonly MetricPoint[]; droppedRecords: number }): void {
    this.#dropped.records += facts.droppedRecords;
    const room = Math.max(0, recordsMax - this.#records.length);
    this.#records.push(...facts.records.slice(0, room));
    this.#dropped.records += Math.max(0, facts.records.length - room);
    for (const point of facts.metrics) this.#addMetric(point);
  }

  /** Sends what is left, as far as a short deadline allows. */
  async drain(): Promise<void> {
    clearInterval(this.#timer);
    const deadlineMs = this.#options.nowMs() + drainMs;
    while (this.#hasWork && this.#options.nowMs() < deadlineMs) {
      if (!(await this.#send())) return;
    }
  }

  get #hasWork(): boolean {
    return this.#sending !== undefined || this.#records.length > 0 || this.#metrics.size > 0;
  }

  #addMetric(point: MetricPoint): void {
    const key = `${point.apiId}/${point.stage}/${point.canary}/${point.minute}`;
    const known = this.#metrics.get(key);
    if (known === undefined && this.#metrics.size >= metricsMax) {
      this.#dropped.metrics++;
      return;
    }
    this.#metrics.set(key, known === undefined ? point : addPoints(known, point));
  }

  async #send(): Promise<boolean> {
    if (this.#isBusy || !this.#hasWork) return false;
    this.#isBusy = true;
    this.#sending ??= this.#nextBatch();
    try {
      await this.#options.client.ingest(this.#sending, this.#options.signal);
      this.#sending = undefined;
      return true;
    } catch {
      // The console is away; the health page says so. The same batch is tried again with the next turn.
      return false;
    } finally {
      this.#isBusy = false;
    }
  }

  #nextBatch(): IngestBatch {
    const records = this.#records.slice(0, recordsPerBatch);
    this.#records = this.#records.slice(recordsPerBatch);
    const entries = [...this.#metrics].slice(0, metricsPerBatch);
    for (const [key] of entries) this.#metrics.delete(key);
    const dropped = this.#dropped;
    this.#dropped = { records: 0, metrics: 0 };
    return { batchId: newUuid(), node: this.#options.node, records, metrics: entries.map(([, point]) => point), dropped };
  }
}

function addPoints(a: MetricPoint, b: MetricPoint): MetricPoint {
  const sum = (left: readonly number[], right: readonly number[]) => left.map((value, index) => value + (right[index] ?? 0));
  return {
    ...a,
    count: a.count + b.count,
    count4xx: a.count4xx + b.count4xx,
    count5xx: a.count5xx + b.count5xx,
    latency: sum(a.latency, b.latency),
    integrationLatency: sum(a.integrationLatency, b.integrationLatency),
  };
}

import { newUuid } from "../../base/ids.ts";
import type { UsageCount } from "../access.ts";
import { addCounters, pointKey } from "../add-points.ts";
import type { AccessRecord, IngestBatch, MetricPoint } from "../protocol.ts";
import type { FeedClient } from "./feed-client.ts";
import { UsageCounter } from "./usage-counter.ts";

// A large batch is cheap a record, but would hold up requests on a machine that gateway and console share.
const recordsPerBatch = 250;
const metricsPerBatch = 500;
const usagePerBatch = 1_000;
// Traces are large; the console takes 8 MB at once.
const batchTextMax = 2 * 1_048_576;
const lookEveryMs = 200;
// What is no full batch waits for so many looks, a second in all.
const looksPerSend = 5;
// What may wait while the console is away; beyond it records are dropped before metrics.
const recordsMax = 20_000;
const recordsTextMax = 64 * 1_048_576;
const metricsMax = 5_000;
const drainMs = 2_000;

type Options = { client: FeedClient; signal: AbortSignal; node: string; nowMs: () => number };

type Facts = {
  records: readonly AccessRecord[];
  metrics: readonly MetricPoint[];
  usage: readonly UsageCount[];
  dropped: { records: number; traces: number };
};

/** Delivers what the workers counted, in batches that the console counts once however often they are sent. */
export class IngestQueue {
  readonly #options: Options;
  #records: AccessRecord[] = [];
  readonly #metrics = new Map<string, MetricPoint>();
  #dropped = newDropped();
  /** Never dropped: there are no more counts than keys. */
  readonly #usage: UsageCounter;
  /** Characters of the records that wait. */
  #textLength = 0;
  /** The batch that is on its way; it keeps its id until the console has it. */
  #sending: IngestBatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #looks = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#usage = new UsageCounter(options.nowMs);
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  #look(): void {
    this.#looks++;
    if (this.#records.length < recordsPerBatch && this.#looks < looksPerSend) return;
    this.#looks = 0;
    void this.#sendAll();
  }

  /** One batch, and more at once while whole ones wait. */
  async #sendAll(): Promise<void> {
    while ((await this.#send()) && this.#records.length >= recordsPerBatch);
  }

  add(facts: Facts): void {
    this.addUsage(facts.usage);
    this.#dropped.records += facts.dropped.records;
    this.#dropped.traces += facts.dropped.traces;
    for (const record of facts.records) this.#addRecord(record);
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
    return this.#sending !== undefined || this.#records.length > 0 || this.#metrics.size > 0 || this.#usage.size > 0;
  }

  addUsage(usage: readonly UsageCount[]): void {
    for (const count of usage) this.#usage.add(count);
  }

  #addRecord(record: AccessRecord): void {
    if (this.#records.length >= recordsMax) {
      this.#dropped.records++;
      return;
    }
    if (record.detail !== undefined && this.#textLength + textLength(record) > recordsTextMax) {
      this.#dropped.traces++;
      const { detail: _trace, ...light } = record;
      this.#addRecord(light);
      return;
    }
    this.#textLength += textLength(record);
    this.#records.push(record);
  }

  #addMetric(point: MetricPoint): void {
    const key = pointKey(point);
    const known = this.#metrics.get(key);
    if (known === undefined && this.#metrics.size >= metricsMax) {
      this.#dropped.metrics++;
      return;
    }
    this.#metrics.set(key, known === undefined ? point : { ...point, ...addCounters(known, point) });
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
    const records = this.#takeRecords();
    const entries = [...this.#metrics].slice(0, metricsPerBatch);
    for (const [key] of entries) this.#metrics.delete(key);
    const dropped = this.#dropped;
    this.#dropped = newDropped();
    const usage = this.#usage.take(usagePerBatch);
    return { batchId: newUuid(), node: this.#options.node, records, metrics: entries.map(([, point]) => point), usage, dropped };
  }

  #takeRecords(): AccessRecord[] {
    let length = 0;
    let count = 0;
    for (const record of this.#records.slice(0, recordsPerBatch)) {
      length += textLength(record);
      if (count > 0 && length > batchTextMax) break;
      count++;
    }
    const records = this.#records.slice(0, count);
    this.#records = this.#records.slice(count);
    this.#textLength -= records.reduce((sum, record) => sum + textLength(record), 0);
    return records;
  }
}

const newDropped = () => ({ records: 0, metrics: 0, traces: 0 });

function textLength({ detail, accessLine, path }: AccessRecord): number {
  return (detail === undefined ? 0 : detail.trace.length + detail.lines.join("").length) + (accessLine?.length ?? 0) + path.length;
}

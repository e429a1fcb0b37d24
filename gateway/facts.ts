import { latencyBounds } from "../lib/feed/latency-bounds.ts";
import type { AccessRecord, MetricPoint } from "../lib/feed/protocol.ts";
import type { CompiledRestApi } from "../lib/gateway/compile-rest.ts";
import type { GatewayRequest } from "../lib/gateway/message.ts";
import type { Clock, Served } from "../lib/gateway/ports.ts";
import { replyBytes } from "./reply-bytes.ts";

// Records that one worker keeps: a burst of them whole, and then so many a second. Each costs the console as much as serving several
// requests costs the gateway, so under steady load the rest is counted as dropped.
const recordsBurst = 200;
const recordsPerSecond = 50;

export type Counts = { metrics: MetricPoint[]; droppedRecords: number };

/** Counts requests and keeps some of them as records. The request path only adds numbers and pushes to an array. */
export class FactsCollector {
  readonly #clock: Clock;
  #records: AccessRecord[] = [];
  #recordsLeft = recordsBurst;
  #refilledMs: number;
  #metrics = new Map<string, MetricPoint>();
  #droppedRecords = 0;
  #last: { api: CompiledRestApi; minute: number; point: MetricPoint } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#refilledMs = clock.monotonicMs();
  }

  add(api: CompiledRestApi, request: GatewayRequest, served: Served, ms: number): void {
    const nowMs = this.#clock.nowMs();
    const point = this.#pointFor(api, Math.floor(nowMs / 60_000));
    const { reply, facts } = served;
    point.count++;
    if (reply.status >= 500) point.count5xx++;
    else if (reply.status >= 400) point.count4xx++;
    count(point.latency, ms);
    if (facts.integrationMs !== undefined) count(point.integrationLatency, facts.integrationMs);
    if (this.#recordsLeft < 1) {
      this.#droppedRecords++;
      return;
    }
    this.#recordsLeft--;
    this.#records.push(toRecord(api, request, served, { nowMs, ms }));
  }

  /** The records since the last call. */
  takeRecords(): AccessRecord[] {
    this.#refill();
    const records = this.#records;
    if (records.length > 0) this.#records = [];
    return records;
  }

  /** The counters since the last call; undefined when nothing happened. */
  takeCounts(): Counts | undefined {
    if (this.#metrics.size === 0) return undefined;
    const counts = { metrics: [...this.#metrics.values()], droppedRecords: this.#droppedRecords };
    this.#metrics = new Map();
    this.#droppedRecords = 0;
    this.#last = undefined;
    return counts;
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs();
    const earned = ((nowMs - this.#refilledMs) / 1_000) * recordsPerSecond;
    this.#recordsLeft = Math.min(recordsBurst, this.#recordsLeft + earned);
    this.#refilledMs = nowMs;
  }

  #pointFor(api: CompiledRestApi, minute: number): MetricPoint {
    if (this.#last?.api === api && this.#last.minute === minute) return this.#last.point;
    const { apiId, stageName, isCanary } = api.stage;
    const key = `${apiId}/${stageName}/${isCanary === true}/${minute}`;
    const point = this.#metrics.get(key) ?? newPoint(apiId, stageName, isCanary === true, minute);
    this.#metrics.set(key, point);
    this.#last = { api, minute, point };
    return point;
  }
}

function newPoint(apiId: string, stage: string, canary: boolean, minute: number): MetricPoint {
  const zeros = () => new Array<number>(latencyBounds.length + 1).fill(0);
  return { apiId, stage, canary, minute, count: 0, count4xx: 0, count5xx: 0, latency: zeros(), integrationLatency: zeros() };
}

function count(histogram: number[], ms: number): void {
  let bucket = 0;
  while (bucket < latencyBounds.length && ms > (latencyBounds[bucket] ?? 0)) bucket++;
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

function toRecord(api: CompiledRestApi, request: GatewayRequest, served: Served, time: { nowMs: number; ms: number }): AccessRecord {
  const { reply, facts } = served;
  const { stage } = api;
  return {
    requestId: facts.requestId,
    apiId: stage.apiId,
    stage: stage.stageName,
    deploymentId: stage.deploymentId,
    canary: stage.isCanary === true,
    at: time.nowMs,
    ms: time.ms,
    method: request.method,
    path: request.rawPath,
    resourcePath: facts.resourcePath,
    status: reply.status,
    reason: facts.refusal?.reason,
    evidence: facts.refusal?.evidence,
    integrationMs: facts.integrationMs,
    responseBytes: replyBytes(reply),
    sourceIp: request.sourceIp,
  };
}

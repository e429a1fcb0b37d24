import { type AccessRecord, latencyBounds, type MetricPoint } from "../lib/feed/protocol.ts";
import type { CompiledRestApi } from "../lib/gateway/compile-rest.ts";
import type { GatewayRequest } from "../lib/gateway/message.ts";
import type { Served } from "../lib/gateway/ports.ts";
import type { Facts } from "./messages.ts";
import { replyBytes } from "./reply-bytes.ts";

// Records that one worker keeps between two deliveries, a second apart; the rest is counted as dropped.
const recordsMax = 500;

/** Counts requests and keeps some of them as records. The request path only adds numbers and pushes to an array. */
export class FactsCollector {
  readonly #nowMs: () => number;
  #records: AccessRecord[] = [];
  #metrics = new Map<string, MetricPoint>();
  #droppedRecords = 0;
  #last: { api: CompiledRestApi; minute: number; point: MetricPoint } | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(api: CompiledRestApi, request: GatewayRequest, served: Served, ms: number): void {
    const nowMs = this.#nowMs();
    const point = this.#pointFor(api, Math.floor(nowMs / 60_000));
    const { reply, facts } = served;
    point.count++;
    if (reply.status >= 500) point.count5xx++;
    else if (reply.status >= 400) point.count4xx++;
    count(point.latency, ms);
    if (facts.integrationMs !== undefined) count(point.integrationLatency, facts.integrationMs);
    if (this.#records.length < recordsMax) this.#records.push(toRecord(api, request, served, { nowMs, ms }));
    else this.#droppedRecords++;
  }

  /** Everything since the last call; undefined when nothing happened. */
  take(): Facts | undefined {
    if (this.#metrics.size === 0) return undefined;
    const facts = { records: this.#records, metrics: [...this.#metrics.values()], droppedRecords: this.#droppedRecords };
    this.#records = [];
    this.#metrics = new Map();
    this.#droppedRecords = 0;
    this.#last = undefined;
    return facts;
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

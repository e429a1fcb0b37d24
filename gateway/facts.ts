import type { ReasonCode } from "../lib/definition/reason-codes.ts";
import { latencyBounds, latencyBucket } from "../lib/feed/latency-bounds.ts";
import type { AccessRecord } from "../lib/feed/protocol.ts";
import { accessLine } from "../lib/gateway/access-log.ts";
import type { Route, StageFacts } from "../lib/gateway/exchange.ts";
import { hideInValues } from "../lib/gateway/hide-secrets.ts";
import type { LoggedExecution } from "../lib/gateway/logging-trace.ts";
import type { GatewayRequest } from "../lib/gateway/message.ts";
import type { Clock, Served } from "../lib/gateway/ports.ts";
import type { StageLogging } from "../lib/gateway/stage-logging.ts";
import { Allowance } from "./allowance.ts";
import type { WorkerPoint } from "./messages.ts";
import { replyBytes } from "./reply-bytes.ts";

// What one worker keeps: bursts whole, and then so many a second. The rest is counted as dropped.
const recordsKept = { burst: 4_000, perSecond: 2_000 };
// Traces are a hundred times as large as records.
const tracesKept = { burst: 100, perSecond: 20 };
// What no stage served: strangers must not fill the log.
const unservedKept = { burst: 100, perSecond: 20 };
// Methods that are told apart in a minute; those beyond count for their stage only.
const pointsMax = 2_000;

export type Counts = { metrics: WorkerPoint[]; dropped: { records: number; traces: number } };

/** An API as one stage serves it; each one is counted by itself. */
type ServedApi = { stage: StageFacts };

/** A request that a stage served, or refused. */
export type ServedRequest = {
  api: ServedApi;
  logging: StageLogging;
  request: GatewayRequest;
  served: Served;
  ms: number;
  execution?: LoggedExecution | undefined;
};

/** A request that came to no stage, or to none of its methods. */
export type UnservedRequest = {
  requestId: string;
  apiId: string;
  stage: string;
  method: string;
  path: string;
  sourceIp: string;
  status: number;
  reason: ReasonCode;
  evidence: Readonly<Record<string, string>>;
};

/** Counts requests and keeps them as records. The request path only adds numbers and pushes to an array. */
export class FactsCollector {
  readonly #clock: Clock;
  readonly #recordsLeft: Allowance;
  readonly #tracesLeft: Allowance;
  readonly #unservedLeft: Allowance;
  #records: AccessRecord[] = [];
  #metrics = new Map<ServedApi, Map<Route | undefined, WorkerPoint>>();
  #points = 0;
  #minute = 0;
  readonly #done: WorkerPoint[] = [];
  #dropped = { records: 0, traces: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#recordsLeft = new Allowance(recordsKept, clock);
    this.#tracesLeft = new Allowance(tracesKept, clock);
    this.#unservedLeft = new Allowance(unservedKept, clock);
  }

  add(answered: ServedRequest): void {
    const nowMs = this.#clock.nowMs();
    this.#count(answered, nowMs);
    if (!this.#recordsLeft.take()) {
      this.#dropped.records++;
      return;
    }
    this.#records.push(this.#toRecord(answered, nowMs));
  }

  addUnserved(request: UnservedRequest): void {
    if (!this.#unservedLeft.take()) {
      this.#dropped.records++;
      return;
    }
    this.#records.push({ ...request, evidence: { ...request.evidence }, canary: false, at: this.#clock.nowMs(), ms: 0, responseBytes: 0 });
  }

  /** The records since the last call. */
  takeRecords(): AccessRecord[] {
    const records = this.#records;
    if (records.length > 0) this.#records = [];
    return records;
  }

  /** The counters since the last call; undefined when nothing happened. */
  takeCounts(): Counts | undefined {
    this.#endMinute();
    const metrics = this.#done.splice(0);
    const dropped = this.#dropped;
    if (metrics.length === 0 && dropped.records === 0 && dropped.traces === 0) return undefined;
    this.#dropped = { records: 0, traces: 0 };
    return { metrics, dropped };
  }

  #count({ api, logging, served: { reply, facts, exchange }, ms }: ServedRequest, nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== this.#minute) this.#endMinute();
    this.#minute = minute;
    const point = this.#pointFor(api, logging, exchange.route);
    point.count++;
    if (reply.status >= 500) point.count5xx++;
    else if (reply.status >= 400) point.count4xx++;
    increment(point.latency, ms);
    if (facts.integrationMs !== undefined) increment(point.integrationLatency, facts.integrationMs);
    if (facts.cache === "hit") point.cacheHits++;
    else if (facts.cache === "miss") point.cacheMisses++;
    if (facts.refusal !== undefined) point.reasons[facts.refusal.reason] = (point.reasons[facts.refusal.reason] ?? 0) + 1;
  }

  #endMinute(): void {
    for (const points of this.#metrics.values()) this.#done.push(...points.values());
    this.#metrics = new Map();
    this.#points = 0;
  }

  #pointFor(api: ServedApi, logging: StageLogging, route: Route | undefined): WorkerPoint {
    let points = this.#metrics.get(api);
    if (points === undefined) {
      points = new Map();
      this.#metrics.set(api, points);
    }
    const known = points.get(route);
    if (known !== undefined) return known;
    if (route !== undefined && this.#points >= pointsMax) return this.#pointFor(api, logging, undefined);
    const point = newPoint(api, route, { minute: this.#minute, isDetailed: logging.of(route).isDetailed });
    points.set(route, point);
    this.#points++;
    return point;
  }

  #toRecord({ api, logging, request, served, ms, execution }: ServedRequest, at: number): AccessRecord {
    const { reply, facts, exchange } = served;
    const { stage } = api;
    const responseBytes = replyBytes(reply);
    const { accessFormat } = logging;
    const record: AccessRecord = {
      requestId: facts.requestId,
      apiId: stage.apiId,
      stage: stage.stageName,
      deploymentId: stage.deploymentId,
      canary: stage.isCanary === true,
      at,
      ms,
      method: exchange.method,
      // Tests may have a secret in it.
      path: stage.hide?.(request.rawPath) ?? request.rawPath,
      resourcePath: facts.resourcePath,
      status: reply.status,
      reason: facts.refusal?.reason,
      evidence: shownEvidence(stage, facts.refusal?.evidence ?? exchange.counted),
      integrationMs: facts.integrationMs,
      cache: facts.cache,
      responseBytes,
      sourceIp: request.sourceIp,
      apiKeyId: exchange.identity.apiKeyId,
    };
    if (accessFormat !== undefined) {
      record.accessLine = accessLine(accessFormat, exchange, { status: reply.status, responseBytes, ms, facts });
    }
    if (execution !== undefined) this.#addExecution(record, execution);
    return record;
  }

  #addExecution(record: AccessRecord, { trace, lines }: LoggedExecution): void {
    if (this.#tracesLeft.take()) record.detail = { trace: JSON.stringify(trace), lines };
    else this.#dropped.traces++;
  }
}

function shownEvidence({ hide }: StageFacts, evidence: AccessRecord["evidence"]): AccessRecord["evidence"] {
  return evidence === undefined || hide === undefined ? evidence : hideInValues(hide, evidence);
}

type PointFacts = { minute: number; isDetailed: boolean };

function newPoint({ stage }: ServedApi, route: Route | undefined, { minute, isDetailed }: PointFacts): WorkerPoint {
  const zeros = () => new Array<number>(latencyBounds.length + 1).fill(0);
  return {
    apiId: stage.apiId,
    stage: stage.stageName,
    canary: stage.isCanary === true,
    ...(route === undefined ? {} : { route: route.routeKey ?? `${route.verb} ${route.resourcePath}` }),
    isDetailed,
    minute,
    count: 0,
    count4xx: 0,
    count5xx: 0,
    cacheHits: 0,
    cacheMisses: 0,
    latency: zeros(),
    integrationLatency: zeros(),
    reasons: {},
  };
}

function increment(histogram: number[], ms: number): void {
  const bucket = latencyBucket(ms);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

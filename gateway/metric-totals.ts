import { addCounters, type Counters } from "../lib/feed/add-points.ts";
import { latencyBounds } from "../lib/feed/latency-bounds.ts";
import type { Facts, WorkerPoint } from "./messages.ts";

/** Totals of all workers since the start, as a Prometheus page. */
export class MetricTotals {
  readonly #totals = new Map<string, Counters>();
  #droppedRecords = 0;
  #droppedTraces = 0;

  add(facts: Facts): void {
    this.#droppedRecords += facts.dropped.records;
    this.#droppedTraces += facts.dropped.traces;
    for (const point of facts.metrics) {
      const labels = labelsOf(point);
      const known = this.#totals.get(labels);
      this.#totals.set(labels, known === undefined ? point : addCounters(known, point));
    }
  }

  text(workers: number): string {
    const lines = ["# TYPE gatehouse_workers gauge", `gatehouse_workers ${workers}`];
    lines.push("# TYPE gatehouse_dropped_records_total counter", `gatehouse_dropped_records_total ${this.#droppedRecords}`);
    lines.push("# TYPE gatehouse_dropped_traces_total counter", `gatehouse_dropped_traces_total ${this.#droppedTraces}`);
    lines.push(...this.#counter("gatehouse_requests_total", ({ count }) => count));
    lines.push(...this.#counter("gatehouse_requests_4xx_total", ({ count4xx }) => count4xx));
    lines.push(...this.#counter("gatehouse_requests_5xx_total", ({ count5xx }) => count5xx));
    lines.push(...this.#counter("gatehouse_cache_hits_total", ({ cacheHits }) => cacheHits));
    lines.push(...this.#counter("gatehouse_cache_misses_total", ({ cacheMisses }) => cacheMisses));
    lines.push(...this.#histogram("gatehouse_request_milliseconds", ({ latency }) => latency));
    lines.push(...this.#histogram("gatehouse_integration_milliseconds", ({ integrationLatency }) => integrationLatency));
    return `${lines.join("\n")}\n`;
  }

  #counter(name: string, read: (totals: Counters) => number): string[] {
    return [`# TYPE ${name} counter`, ...[...this.#totals].map(([labels, totals]) => `${name}{${labels}} ${read(totals)}`)];
  }

  #histogram(name: string, read: (totals: Counters) => readonly number[]): string[] {
    const lines = [`# TYPE ${name} histogram`];
    for (const [labels, totals] of this.#totals) {
      let sum = 0;
      read(totals).forEach((count, bucket) => {
        sum += count;
        lines.push(`${name}_bucket{${labels},le="${latencyBounds[bucket] ?? "+Inf"}"} ${sum}`);
      });
      lines.push(`${name}_count{${labels}} ${sum}`);
    }
    return lines;
  }
}

/** Methods are told apart where their stage says so; paths come from definitions and are quoted. */
function labelsOf({ apiId, stage, canary, route, isDetailed }: WorkerPoint): string {
  const labels = `api="${apiId}",stage="${stage}",canary="${canary}"`;
  if (!isDetailed || route === undefined) return labels;
  // The route of HTTP APIs for everything else has neither verb nor path.
  const [verb = "", path = ""] = route === "$default" ? ["ANY", route] : route.split(" ");
  return `${labels},method="${verb}",resource="${path.replace(/["\\\n]/g, (sign) => `\\${sign === "\n" ? "n" : sign}`)}"`;
}

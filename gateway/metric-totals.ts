import { latencyBounds } from "../lib/feed/latency-bounds.ts";
import type { Facts } from "./messages.ts";

type Totals = { count: number; count4xx: number; count5xx: number; latency: number[]; integrationLatency: number[] };

/** Totals of all workers since the start, as a Prometheus page. */
export class MetricTotals {
  readonly #stages = new Map<string, Totals>();
  #droppedRecords = 0;

  add(facts: Facts): void {
    this.#droppedRecords += facts.droppedRecords;
    for (const point of facts.metrics) {
      const labels = `api="${point.apiId}",stage="${point.stage}",canary="${point.canary}"`;
      const totals = this.#stages.get(labels) ?? { count: 0, count4xx: 0, count5xx: 0, latency: [], integrationLatency: [] };
      totals.count += point.count;
      totals.count4xx += point.count4xx;
      totals.count5xx += point.count5xx;
      addTo(totals.latency, point.latency);
      addTo(totals.integrationLatency, point.integrationLatency);
      this.#stages.set(labels, totals);
    }
  }

  text(workers: number): string {
    const lines = ["# TYPE gatehouse_workers gauge", `gatehouse_workers ${workers}`];
    lines.push("# TYPE gatehouse_dropped_records_total counter", `gatehouse_dropped_records_total ${this.#droppedRecords}`);
    lines.push(...this.#counter("gatehouse_requests_total", ({ count }) => count));
    lines.push(...this.#counter("gatehouse_requests_4xx_total", ({ count4xx }) => count4xx));
    lines.push(...this.#counter("gatehouse_requests_5xx_total", ({ count5xx }) => count5xx));
    lines.push(...this.#histogram("gatehouse_request_milliseconds", ({ latency }) => latency));
    lines.push(...this.#histogram("gatehouse_integration_milliseconds", ({ integrationLatency }) => integrationLatency));
    return `${lines.join("\n")}\n`;
  }

  #counter(name: string, read: (totals: Totals) => number): string[] {
    return [`# TYPE ${name} counter`, ...[...this.#stages].map(([labels, totals]) => `${name}{${labels}} ${read(totals)}`)];
  }

  #histogram(name: string, read: (totals: Totals) => readonly number[]): string[] {
    const lines = [`# TYPE ${name} histogram`];
    for (const [labels, totals] of this.#stages) {
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

function addTo(totals: number[], counts: readonly number[]): void {
  counts.forEach((count, index) => {
    totals[index] = (totals[index] ?? 0) + count;
  });
}

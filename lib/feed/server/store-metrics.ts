import { bulkInsert } from "../../db/bulk-insert.ts";
import type { Provider, Transaction } from "../../db/database.ts";
import { addCounters, type Counters } from "../add-points.ts";
import type { MetricPoint } from "../protocol.ts";

/** Minutes that a stored point covers: charts of hours read the first, those of weeks the second. */
export const spans = [1, 60] as const;

type Place = { id: string; apiId: string; stage: string; canary: boolean; route: string; span: number; start: number };
type Sum = { place: Place; counters: Counters };

/** Adds points to what is stored: several nodes and batches count the same minute. */
export async function storeMetrics(tx: Transaction, provider: Provider, points: readonly MetricPoint[]): Promise<void> {
  const sums = new Map<string, Sum>();
  for (const point of points) for (const place of placesOf(point)) addTo(sums, place, point);
  const ids = [...sums.keys()];
  if (ids.length === 0) return;
  const known = await tx.metricPoint.findMany({ where: { id: { in: ids } } });
  for (const row of known) {
    const sum = sums.get(row.id);
    if (sum !== undefined) sum.counters = addCounters(readCounters(row), sum.counters);
  }
  if (known.length > 0) await tx.metricPoint.deleteMany({ where: { id: { in: known.map(({ id }) => id) } } });
  await bulkInsert(tx, provider, {
    model: "MetricPoint",
    rows: [...sums.values()].map(({ place, counters }) => ({ ...place, ...counters })),
  });
}

/** Every point counts for its method and for the whole stage, in its minute and in its hour. */
function placesOf({ apiId, stage, canary, minute, route }: MetricPoint): Place[] {
  const routes = route === undefined ? [""] : ["", route];
  return spans.flatMap((span) => {
    const start = minute - (minute % span);
    const prefix = `${apiId}/${stage}/${canary ? "canary" : "base"}/${span}/${start}`;
    return routes.map((each) => ({ id: `${prefix}/${each}`, apiId, stage, canary, route: each, span, start }));
  });
}

function addTo(sums: Map<string, Sum>, place: Place, counters: Counters): void {
  const known = sums.get(place.id);
  if (known === undefined) sums.set(place.id, { place, counters: pick(counters) });
  else known.counters = addCounters(known.counters, counters);
}

function pick({ count, count4xx, count5xx, cacheHits, cacheMisses, latency, integrationLatency, reasons }: Counters): Counters {
  return { count, count4xx, count5xx, cacheHits, cacheMisses, latency, integrationLatency, reasons };
}

type StoredCounters = Record<"count" | "count4xx" | "count5xx" | "cacheHits" | "cacheMisses", bigint> &
  Record<"latency" | "integrationLatency" | "reasons", unknown>;

/** The counters of a stored row. */
export function readCounters(row: StoredCounters): Counters {
  return {
    count: Number(row.count),
    count4xx: Number(row.count4xx),
    count5xx: Number(row.count5xx),
    cacheHits: Number(row.cacheHits),
    cacheMisses: Number(row.cacheMisses),
    // Written above, from counters of the same shape.
    latency: row.latency as number[],
    integrationLatency: row.integrationLatency as number[],
    reasons: row.reasons as Record<string, number>,
  };
}

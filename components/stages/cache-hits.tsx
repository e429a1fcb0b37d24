"use client";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { formatNumber } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** How often the cache answered in the last hour. */
export function CacheHits({ stage: { apiId, stageName } }: { stage: StageDetail }) {
  const metrics = useOperation("getMetrics", { range: "1h", apiId, stage: stageName, by: "stage" });
  if (metrics.error) {
    return (
      <Alert tone="error" live title="Could not read the metrics.">
        {metrics.error.message}
      </Alert>
    );
  }
  const { cacheHits = [], cacheMisses = [] } = metrics.data?.now ?? {};
  const [hits, misses] = [sum(cacheHits), sum(cacheMisses)];
  const asked = hits + misses;
  return (
    <p className="text-sm" aria-busy={metrics.isPending || undefined}>
      {asked === 0 ? (
        <span className="text-muted">Nobody asked the cache in the last hour.</span>
      ) : (
        <>
          <strong>{Math.round((hits / asked) * 100)}%</strong> of {formatNumber(asked)} calls of the last hour were answered from the cache.
        </>
      )}
    </p>
  );
}

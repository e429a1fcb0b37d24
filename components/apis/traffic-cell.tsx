import Link from "next/link";
import { logAddress } from "@/components/metrics/log-address";
import { Sparkline } from "@/components/metrics/sparkline";
import { formatNumber, plural } from "@/lib/client/format";
import { filterWord } from "@/lib/definition/log-filter";
import type { ApiTraffic } from "@/lib/definition/traffic";

/** The last 24 hours of an API in a row of the list. */
export function TrafficCell({ traffic: { apiId, count, errors, series }, name }: { traffic: ApiTraffic; name: string }) {
  const share = count === 0 ? 0 : (errors / count) * 100;
  return (
    <Link
      href={logAddress(`${filterWord("api", apiId)} since:24h`)}
      className="flex min-h-6 items-center gap-2 hover:text-accent"
      title={`${plural(errors, "error")} among ${plural(count, "request")}`}
    >
      <Sparkline values={series} label={`Requests of ${name} by hour`} />
      <span className="tabular-nums">{formatNumber(count)}</span>
      <span className={share > 0 ? "text-sm text-warn tabular-nums" : "text-muted text-sm tabular-nums"}>
        {share === 0 ? "no errors" : `${share < 10 ? share.toFixed(1) : share.toFixed(0)}% errors`}
      </span>
    </Link>
  );
}

import { Verb } from "@/components/ui/badge";
import { parseRouteKey } from "@/lib/definition/route-key";

/** A route's key: verb and path of an HTTP API, or the key as it is. */
export function RouteLabel({ routeKey }: { routeKey: string }) {
  const parsed = parseRouteKey(routeKey);
  if (parsed === undefined) return <code className="truncate font-semibold">{routeKey}</code>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Verb verb={parsed.verb} /> <code className="truncate">{parsed.path}</code>
    </span>
  );
}

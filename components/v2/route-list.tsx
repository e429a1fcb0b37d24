"use client";
import { CircleAlert, KeyRound, ShieldCheck } from "lucide-react";
import { useDirty } from "@/components/data/draft-storage";
import { useUser } from "@/components/shell/user";
import { cn } from "@/components/ui/cn";
import { integrationIdOf, sortRoutes } from "@/lib/definition/route-key";
import type { Route, V2ApiDefinition } from "@/lib/definition/v2-api";
import { integrationDraftKey } from "./integration-editor";
import { routeDraftKey } from "./route-editor";
import { RouteLabel } from "./route-label";
import { draftKey } from "./use-edits";

type Props = { definition: V2ApiDefinition; filter: string; chosen: string | undefined; onChoose: (routeKey: string) => void };

const mayLackIntegration = new Set(["$connect", "$disconnect"]);

/** The routes of an API, those of the service first. */
export function RouteList({ definition, filter, chosen, onChoose }: Props) {
  const { id: userId } = useUser();
  const dirty = useDirty((state) => state.keys);
  const text = filter.trim().toLowerCase();
  const shown = sortRoutes(definition.routes).filter(({ routeKey }) => routeKey.toLowerCase().includes(text));
  const isDirty = ({ routeId, target }: Route) =>
    dirty.has(draftKey(userId, routeDraftKey(definition.apiId, routeId))) ||
    dirty.has(draftKey(userId, integrationDraftKey(definition.apiId, integrationIdOf({ target }) ?? "")));
  if (shown.length === 0) return <p className="p-3 text-muted">No route has “{filter}” in its key.</p>;
  return (
    <ul aria-label="Routes" className="flex min-h-0 flex-1 flex-col gap-px overflow-auto px-1 pb-2">
      {shown.map((route) => (
        <li key={route.routeId}>
          <button
            type="button"
            aria-pressed={route.routeKey === chosen}
            onClick={() => onChoose(route.routeKey)}
            className={cn(
              "flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0",
              route.routeKey === chosen && "bg-selected",
            )}
          >
            <span className="min-w-0 flex-1">
              <RouteLabel routeKey={route.routeKey} />
            </span>
            {isDirty(route) ? <span role="img" aria-label="unsaved" className="size-2 shrink-0 rounded-full bg-warn" /> : null}
            {route.apiKeyRequired ? <KeyRound role="img" aria-label="API key required" className="text-muted" /> : null}
            {route.authorizationType === "NONE" ? null : (
              <ShieldCheck role="img" aria-label={`Authorization ${route.authorizationType}`} className="text-muted" />
            )}
            {route.target === undefined && !mayLackIntegration.has(route.routeKey) ? (
              <CircleAlert role="img" aria-label="No integration" className="text-warn" />
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

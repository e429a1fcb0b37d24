"use client";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { lazyPart } from "@/components/ui/lazy-part";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { Route } from "@/lib/definition/v2-api";
import { DraftBar } from "./draft-bar";
import { EntityTabs } from "./entity-tabs";
import { routeMaps } from "./forms/form-props";
import { AuthorizationForm, RouteForm, RouteRequestForm } from "./forms/route-forms";
import type { FlowBox } from "./route-flow";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

type Props = { api: V2ApiDetail; route: Route; box: FlowBox };

const RouteJson = lazyPart(() => import("./route-json").then((loaded) => loaded.RouteJson), "Route as JSON");

export const routeDraftKey = (apiId: string, routeId: string) => `${apiId}:r:${routeId}`;

/** The form of a box that belongs to the route itself, with its save. */
export function RouteEditor({ api, route, box }: Props) {
  const { canWrite } = useUser();
  const { id: apiId, definition, versions } = api;
  const { routeId } = route;
  const { offer } = useUndo();
  const write = useWrite("updateRoute", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved ${route.routeKey} to the draft`, revision),
  });
  const inputOf = useCallback((sent: Sent<Route>) => ({ apiId, routeId, ...sent }), [apiId, routeId]);
  const subject = { key: routeDraftKey(apiId, routeId), saved: route, version: versions[routeId] ?? 0, mergedMaps: routeMaps };
  const { value, edit, dirty, save, bar } = useSavedEdits(subject, { what: route.routeKey, write, inputOf });
  useShortcut("save", save, canWrite);
  const form = { apiId, definition, route: value, edit, disabled: !canWrite };
  return (
    <>
      <EntityTabs
        label="Views of the route"
        apiId={apiId}
        entity={{ model: "Route", id: routeId }}
        dirty={dirty}
        form={
          box === "authorization" ? (
            <AuthorizationForm {...form} />
          ) : definition.kind === "HTTP" ? (
            <RouteForm {...form} />
          ) : (
            <RouteRequestForm {...form} />
          )
        }
        json={<RouteJson value={value} edit={edit} disabled={!canWrite} />}
      />
      <DraftBar {...bar} />
    </>
  );
}

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
import { useEdits } from "./use-edits";
import { useReadAgain } from "./use-read-again";

type Props = { api: V2ApiDetail; route: Route; box: FlowBox };

const RouteJson = lazyPart(() => import("./route-json").then((loaded) => loaded.RouteJson), "Route as JSON");

export const routeDraftKey = (apiId: string, routeId: string) => `${apiId}:r:${routeId}`;

/** The form of a box that belongs to the route itself, with its save. */
export function RouteEditor({ api, route, box }: Props) {
  const { canWrite } = useUser();
  const { id: apiId, definition, versions } = api;
  const { routeId } = route;
  const draft = useEdits({ key: routeDraftKey(apiId, routeId), saved: route, version: versions[routeId] ?? 0, mergedMaps: routeMaps });
  const { offer } = useUndo();
  const write = useWrite("updateRoute", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved ${draft.value.routeKey} to the draft`, revision),
  });
  const { mutate, isPending, reset, error } = write;
  const { dirty, edits, version, discard } = draft;
  const save = useCallback(() => {
    if (dirty && !isPending) mutate({ apiId, routeId, edits, expectedVersion: version }, { onSuccess: discard });
  }, [dirty, isPending, mutate, apiId, routeId, edits, version, discard]);
  useShortcut("save", save, canWrite);
  const form = { apiId, definition, route: draft.value, edit: draft.edit, disabled: !canWrite };
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
        json={<RouteJson value={draft.value} edit={draft.edit} disabled={!canWrite} />}
      />
      <DraftBar
        what={route.routeKey}
        dirty={dirty}
        saving={isPending}
        error={error}
        onSave={save}
        onDiscard={() => {
          discard();
          reset();
        }}
        onRebase={() => {
          draft.rebase();
          reset();
        }}
      />
    </>
  );
}

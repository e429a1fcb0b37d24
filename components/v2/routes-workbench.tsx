"use client";
import { Plus, Route as RouteIcon, Trash2 } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { toast } from "sonner";
import { useDirty } from "@/components/data/draft-storage";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { warmEditor } from "@/components/editor/warm-editor";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { PaneBoundary } from "@/components/ui/pane-boundary";
import { QueryState } from "@/components/ui/query-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SplitHandle } from "@/components/ui/split";
import { useIsClient } from "@/components/ui/use-is-client";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { integrationIdOf, sortRoutes } from "@/lib/definition/route-key";
import type { Route } from "@/lib/definition/v2-api";
import { CreateRouteDialog } from "./create-route-dialog";
import { RouteDiagram } from "./route-diagram";
import { boxesOf, describeFlow, flowBoxes } from "./route-flow";
import { RouteInspector } from "./route-inspector";
import { RouteList } from "./route-list";

const parsers = { route: parseAsString, box: parseAsStringLiteral(flowBoxes) };

/** The routes of an HTTP or WebSocket API, the flow of the chosen one, and the form of the chosen box. */
export function RoutesWorkbench({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  // The widths of the columns and unsaved work are remembered in the browser, so the server cannot draw them.
  if (!isClient) return <SkeletonRows label="Reading the routes" rows={10} />;
  return (
    <QueryState query={api} what="the routes">
      {(data) => <Loaded api={data} />}
    </QueryState>
  );
}

function Loaded({ api }: { api: V2ApiDetail }) {
  const { canWrite } = useUser();
  const [url, setUrl] = useQueryStates(parsers, { history: "push", shallow: true });
  const [filter, setFilter] = useState("");
  const [creating, setCreating] = useState(false);
  const filterBox = useRef<HTMLInputElement>(null);
  const { routes } = api.definition;
  const selected = routes.find(({ routeKey }) => routeKey === url.route) ?? sortRoutes(routes)[0];
  const layout = useDefaultLayout({ id: "routes", panelIds: ["list", "main"] });
  const load = useDirty((state) => state.load);
  useEffect(load, [load]);
  useEffect(warmEditor, []);
  useShortcut("filter", () => filterBox.current?.focus());
  useShortcut("newResource", () => setCreating(true), canWrite);

  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      className="min-w-0 flex-1"
    >
      <Panel id="list" defaultSize={248} minSize={200} maxSize={480} className="flex min-h-0 flex-col bg-sunken">
        <div data-region="tree" className="flex min-h-0 flex-1 flex-col">
          <div className="flex gap-1 p-2">
            <Input
              ref={filterBox}
              type="search"
              aria-label="Filter routes"
              placeholder="Filter routes   /"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            {canWrite ? (
              <Button size="icon" className="size-8" aria-label="New route" onClick={() => setCreating(true)}>
                <Plus />
              </Button>
            ) : null}
          </div>
          {routes.length === 0 ? null : (
            <PaneBoundary name="The list of routes">
              <RouteList
                definition={api.definition}
                filter={filter}
                chosen={selected?.routeKey}
                onChoose={(route) => void setUrl({ route })}
              />
            </PaneBoundary>
          )}
        </div>
      </Panel>
      <SplitHandle label="Width of the list of routes" />
      <Panel id="main" className="flex min-h-0 min-w-0 flex-col">
        {selected === undefined ? (
          <EmptyState
            title="No route yet"
            icon={<RouteIcon />}
            action={
              canWrite ? (
                <Button look="primary" onClick={() => setCreating(true)}>
                  <Plus aria-hidden /> New route
                </Button>
              ) : undefined
            }
          >
            {api.kind === "HTTP"
              ? "A route is a method and a path, and where requests for it go."
              : "A route is the key of a message, and where messages with it go."}
          </EmptyState>
        ) : (
          <RouteWork
            key={selected.routeId}
            api={api}
            route={selected}
            box={url.box}
            onBox={(box) => void setUrl({ box })}
            onGone={() => void setUrl({ route: null })}
          />
        )}
      </Panel>
      {creating ? (
        <CreateRouteDialog
          apiId={api.id}
          definition={api.definition}
          onClose={() => setCreating(false)}
          onCreated={(routeKey) => {
            setCreating(false);
            void setUrl({ route: routeKey, box: "integration" });
          }}
        />
      ) : null}
    </Group>
  );
}

type WorkProps = {
  api: V2ApiDetail;
  route: Route;
  box: (typeof flowBoxes)[number] | null;
  onBox: (box: (typeof flowBoxes)[number]) => void;
  onGone: () => void;
};

function RouteWork({ api, route, box: wanted, onBox, onGone }: WorkProps) {
  const { definition } = api;
  const integration = definition.integrations.find(({ integrationId }) => integrationId === integrationIdOf(route));
  const boxes = boxesOf(api.kind);
  const box = boxes.find((each) => each === wanted) ?? "route";
  const go = (by: number) => {
    const next = boxes[(boxes.indexOf(box) + by + boxes.length) % boxes.length];
    if (next) onBox(next);
  };
  useShortcut("previousBox", () => go(-1));
  useShortcut("nextBox", () => go(1));
  const layout = useDefaultLayout({ id: "routes-work", panelIds: ["diagram", "inspector"] });
  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      className="min-w-0 flex-1"
    >
      <Panel id="diagram" minSize={260} className="flex min-h-0 min-w-0 flex-col">
        <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-raised px-4">
          <h1 className="truncate font-mono text-lg">{route.routeKey}</h1>
          <span className="flex-1" />
          <DeleteRoute apiId={api.id} route={route} onGone={onGone} />
        </header>
        <PaneBoundary name="The diagram">
          <RouteDiagram boxes={boxes} texts={describeFlow({ definition, route, integration })} selected={box} onSelect={onBox} />
        </PaneBoundary>
      </Panel>
      <SplitHandle label="Width of the inspector" />
      <Panel id="inspector" defaultSize={440} minSize={340} maxSize={760} className="flex min-h-0 flex-col">
        <PaneBoundary name="The inspector">
          <RouteInspector api={api} route={route} integration={integration} box={box} />
        </PaneBoundary>
      </Panel>
    </Group>
  );
}

function DeleteRoute({ apiId, route, onGone }: { apiId: string; route: Route; onGone: () => void }) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const remove = useWrite("deleteRoute", {
    onSuccess: ({ revision }) => {
      offer(`Deleted route ${route.routeKey} in the draft`, revision);
      onGone();
    },
    onError: (error) => void toast.error(`Could not delete ${route.routeKey}.`, { description: error.message }),
  });
  if (!canWrite) return null;
  return (
    <Button
      look="danger"
      size="icon"
      aria-label="Delete route"
      title="Delete route"
      busy={remove.isPending}
      onClick={() => remove.mutate({ apiId, routeId: route.routeId })}
    >
      <Trash2 />
    </Button>
  );
}

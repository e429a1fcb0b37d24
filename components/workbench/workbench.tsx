"use client";
import { FlaskConical, Plus, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { useDirty } from "@/components/data/draft-storage";
import { useOperation } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { furthestBehind } from "@/components/deploy/furthest-behind";
import { warmEditor } from "@/components/editor/warm-editor";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { testerKey, useTester } from "@/components/tester/use-tester";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { PaneBoundary } from "@/components/ui/pane-boundary";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SplitHandle } from "@/components/ui/split";
import { useIsClient } from "@/components/ui/use-is-client";
import type { ResourceSummary } from "@/lib/client/operations";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { BulkBar } from "./bulk-bar";
import { Diagram } from "./diagram";
import { Inspector } from "./inspector";
import { methodDraftKey, useMethodDraft } from "./method-draft";
import { CreateMethodDialog, CreateResourceDialog } from "./resource-dialogs";
import { ResourcePane } from "./resource-pane";
import { ResourceTree } from "./resource-tree";
import type { TreeDialog } from "./tree-dialog";
import { isMovable, mayDrop, methodNode, type RowState, resourceNode, rowStates, type TreeNode } from "./tree-model";
import { pasted, useTreeActions } from "./use-tree-actions";
import { boxes, useWorkbenchUrl } from "./use-workbench-url";

const Tester = lazyPart(() => import("@/components/tester/tester").then((loaded) => loaded.Tester), "The tester");
const CorsDoctor = lazyPart(() => import("@/components/cors/cors-doctor").then((loaded) => loaded.CorsDoctor));
const EnableCorsDialog = lazyPart(() => import("@/components/cors/enable-cors-dialog").then((loaded) => loaded.EnableCorsDialog));
const BulkDialog = lazyPart(() => import("./bulk-dialog").then((loaded) => loaded.BulkDialog));
const PlaceDialog = lazyPart(() => import("./place-dialog").then((loaded) => loaded.PlaceDialog));

export function Workbench({ apiId }: { apiId: string }) {
  const resources = useOperation("listResources", { apiId });
  const isClient = useIsClient();
  if (resources.error && !resources.data) {
    return (
      <Alert
        tone="error"
        live
        className="m-4 self-start"
        title="Could not read the resources."
        actions={
          <Button size="sm" onClick={() => resources.refetch()}>
            Try again
          </Button>
        }
      >
        {resources.error.message}
      </Alert>
    );
  }
  // The widths of the columns are remembered in the browser, so the server cannot draw them.
  if (!resources.data || !isClient) return <SkeletonRows label="Reading the resources" rows={10} />;
  return <LoadedWorkbench apiId={apiId} resources={resources.data} />;
}

function LoadedWorkbench({ apiId, resources }: { apiId: string; resources: readonly ResourceSummary[] }) {
  const { id: userId, canWrite } = useUser();
  const [url, setUrl] = useWorkbenchUrl();
  const [filter, setFilter] = useState("");
  const [dialog, setDialog] = useState<TreeDialog>();
  const filterBox = useRef<HTMLInputElement>(null);
  const root = resources.find((each) => each.parentId === undefined);
  const selected = resources.find((each) => each.path === url.node) ?? root;
  const verb = selected?.methods.find((each) => each.httpMethod === url.method)?.httpMethod;
  const dirtyIds = useDirtyNodes(userId, apiId, resources);
  const states = useRowStates(apiId, resources);
  const closeAt = (place: Parameters<typeof setUrl>[0]) => {
    setDialog(undefined);
    void setUrl(place);
  };
  const layout = useDefaultLayout({ id: "workbench", panelIds: ["tree", "main"] });
  const dockLayout = useDefaultLayout({ id: "workbench-dock", panelIds: url.dock && verb ? ["work", "dock"] : ["work"] });

  const [picked, setPicked] = useState<string[]>([]);
  const [picking, setPicking] = useState(false);
  const [cut, setCut] = useState<TreeNode>();
  const stopPicking = () => {
    setPicked([]);
    setPicking(false);
  };
  const { actionsOf, bulkItems } = useTreeActions({
    apiId,
    resources,
    picked,
    cut,
    onCut: setCut,
    onPick: (node) => {
      setPicking(true);
      setPicked([node.id]);
    },
    onPickedDeleted: () => {
      stopPicking();
      void setUrl({ node: "/", method: null });
    },
    open: setDialog,
    onDeleted: (resource, whole) =>
      void setUrl(
        whole
          ? { node: resources.find((each) => each.id === resource.parentId)?.path ?? "/", method: null }
          : { node: resource.path, method: null },
      ),
  });
  useEffect(warmEditor, []);
  useShortcut("filter", () => filterBox.current?.focus());
  useShortcut("newResource", () => selected && setDialog({ kind: "resource", resource: selected }), canWrite);
  useShortcut("newMethod", () => selected && setDialog({ kind: "method", resource: selected }), canWrite);
  useShortcut("tester", () => void setUrl({ dock: !url.dock }));

  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      className="min-w-0 flex-1"
    >
      <Panel id="tree" defaultSize={248} minSize={220} maxSize={480} className="flex min-h-0 flex-col bg-sunken">
        <div data-region="tree" className="flex min-h-0 flex-1 flex-col">
          <div className="flex gap-1 p-2">
            <Input
              ref={filterBox}
              type="search"
              aria-label="Filter resources"
              placeholder="Filter: /pets verb:get int:mock"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            {canWrite && selected ? (
              <Button
                size="icon"
                className="size-8"
                aria-label={`New resource below ${selected.path}`}
                onClick={() => setDialog({ kind: "resource", resource: selected })}
              >
                <Plus />
              </Button>
            ) : null}
          </div>
          {picking || picked.length > 1 ? <BulkBar count={picked.length} items={bulkItems} onClear={stopPicking} /> : null}
          <PaneBoundary name="The tree">
            <ResourceTree
              resources={resources}
              filter={filter}
              selectedId={selected ? (verb ? methodNode(selected.id, verb) : resourceNode(selected.id)) : undefined}
              dirtyIds={dirtyIds}
              states={states}
              onSelect={(node) => void setUrl({ node: node.resource.path, method: node.method?.httpMethod ?? null, run: null, step: null })}
              actionsOf={actionsOf}
              picked={picked}
              onPick={(ids) => {
                setPicked(ids);
                if (ids.length === 0) setPicking(false);
              }}
              picking={picking}
              cutId={cut?.id}
              onCut={(node) => setCut(canWrite && node && isMovable(node) ? node : undefined)}
              onPaste={(node) => {
                if (cut && mayDrop(cut, node)) setDialog(pasted(cut, node.resource));
              }}
              onDropped={
                canWrite ? (resource, parent) => setDialog({ kind: "place", how: "move", resource, parentId: parent.id }) : undefined
              }
            />
          </PaneBoundary>
        </div>
      </Panel>
      <SplitHandle label="Width of the tree" />
      <Panel id="main" minSize={480} className="flex min-h-0 flex-col">
        <Group orientation="vertical" defaultLayout={dockLayout.defaultLayout} onLayoutChanged={dockLayout.onLayoutChanged}>
          <Panel id="work" minSize={180} className="flex min-h-0">
            {selected && verb ? (
              <MethodWork key={`${selected.id} ${verb}`} apiId={apiId} resource={selected} verb={verb} />
            ) : selected ? (
              <ResourcePane
                resource={selected}
                canWrite={canWrite}
                onNewMethod={() => setDialog({ kind: "method", resource: selected })}
                onNewResource={() => setDialog({ kind: "resource", resource: selected })}
                onOpen={(method) => void setUrl({ node: selected.path, method })}
                onCors={(kind) => setDialog({ kind, resource: selected })}
              />
            ) : (
              <EmptyState title="This API has no root resource">
                It was damaged. Restore a deployment, or import its document again.
              </EmptyState>
            )}
          </Panel>
          {url.dock && selected && verb ? (
            <>
              <SplitHandle label="Height of the tester" direction="horizontal" />
              <Panel id="dock" defaultSize={360} minSize={160} className="flex min-h-0 flex-col bg-raised">
                <section aria-label="Tester" data-region="dock" className="flex min-h-0 flex-1 flex-col">
                  <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b px-3">
                    <FlaskConical aria-hidden className="size-4 text-muted" />
                    <h2 className="font-semibold">Tester</h2>
                    <span className="flex-1" />
                    <Button
                      look="ghost"
                      size="iconSm"
                      aria-label="Close the tester"
                      onClick={() => void setUrl({ dock: false, run: null, step: null })}
                    >
                      <X />
                    </Button>
                  </header>
                  <PaneBoundary name="The tester">
                    <Tester
                      key={`${selected.path} ${verb}`}
                      apiId={apiId}
                      resourceId={selected.id}
                      path={selected.path}
                      verb={verb}
                      runId={url.run}
                      step={url.step}
                      onUrl={(part) => void setUrl(part)}
                    />
                  </PaneBoundary>
                </section>
              </Panel>
            </>
          ) : null}
        </Group>
      </Panel>
      {dialog?.kind === "resource" ? (
        <CreateResourceDialog
          apiId={apiId}
          parent={dialog.resource}
          onClose={() => setDialog(undefined)}
          onCreated={(path) => closeAt({ node: path, method: null })}
        />
      ) : null}
      {dialog?.kind === "method" ? (
        <CreateMethodDialog
          apiId={apiId}
          resource={dialog.resource}
          onClose={() => setDialog(undefined)}
          onCreated={(method) => closeAt({ node: dialog.resource.path, method, box: "integration" })}
        />
      ) : null}
      {dialog?.kind === "place" ? (
        <PlaceDialog
          apiId={apiId}
          how={dialog.how}
          resource={dialog.resource}
          parentId={dialog.parentId}
          resources={resources}
          onClose={() => setDialog(undefined)}
          onPlaced={(path) => {
            setCut(undefined);
            closeAt({ node: path, method: null });
          }}
        />
      ) : null}
      {dialog?.kind === "cors" ? <EnableCorsDialog apiId={apiId} resource={dialog.resource} onClose={() => setDialog(undefined)} /> : null}
      {dialog?.kind === "cors-doctor" ? <CorsDoctor apiId={apiId} resource={dialog.resource} onClose={() => setDialog(undefined)} /> : null}
      {dialog?.kind === "bulk" ? (
        <BulkDialog
          apiId={apiId}
          methods={dialog.methods}
          onClose={() => setDialog(undefined)}
          onChanged={() => {
            setDialog(undefined);
            stopPicking();
          }}
        />
      ) : null}
    </Group>
  );
}

/** How the rows differ from the stage that is furthest behind. */
function useRowStates(apiId: string, resources: readonly ResourceSummary[]): ReadonlyMap<string, RowState> {
  const api = useOperation("getApi", { apiId });
  const stage = furthestBehind(api.data?.stages ?? []);
  const differs = stage !== undefined && stage.changes > 0;
  const diff = useOperation(
    "diff",
    { apiId, from: { stageName: stage?.stageName ?? "" }, to: { draft: true } },
    { enabled: differs, keepPrevious: true },
  );
  const changes = differs ? diff.data : undefined;
  return useMemo(() => rowStates(resources, changes ?? []), [resources, changes]);
}

/** Tree rows of methods with unsaved text of this user. */
function useDirtyNodes(userId: string, apiId: string, resources: readonly ResourceSummary[]): ReadonlySet<string> {
  const { keys, load } = useDirty();
  useEffect(load, [load]);
  return useMemo(() => {
    const ids = new Set<string>();
    for (const resource of resources) {
      for (const { httpMethod } of resource.methods) {
        if (keys.has(methodDraftKey(userId, { apiId, resourceId: resource.id, httpMethod }))) ids.add(methodNode(resource.id, httpMethod));
      }
    }
    return ids;
  }, [keys, userId, apiId, resources]);
}

function MethodWork({ apiId, resource, verb }: { apiId: string; resource: ResourceSummary; verb: HttpVerb }) {
  const [url, setUrl] = useWorkbenchUrl();
  const { offer } = useUndo();
  const draft = useMethodDraft({ apiId, resourceId: resource.id, httpMethod: verb }, (revision) =>
    offer(`Saved ${verb} ${resource.path} to the draft`, revision),
  );
  const context = useOperation("getMethodContext", { apiId, resourceId: resource.id, httpMethod: verb });
  const box = url.box ?? "method-request";
  const run = useTester((state) => state.runs[testerKey(apiId, resource.path, verb)]);
  const go = (by: number) => {
    const at = boxes.indexOf(box);
    void setUrl({ box: boxes[(at + by + boxes.length) % boxes.length] ?? box });
  };
  useShortcut("previousBox", () => go(-1));
  useShortcut("nextBox", () => go(1));
  const layout = useDefaultLayout({ id: "workbench-method", panelIds: ["diagram", "inspector"] });

  if (draft.status === "error") {
    return (
      <Alert
        tone="error"
        live
        className="m-4 flex-1 self-start"
        title={`Could not read ${verb} ${resource.path}.`}
        actions={
          <Button size="sm" onClick={draft.retry}>
            Try again
          </Button>
        }
      >
        {draft.loadError?.message}
      </Alert>
    );
  }
  if (!draft.method) return <SkeletonRows label="Reading the method" />;
  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      className="min-w-0 flex-1"
    >
      <Panel id="diagram" minSize={300} className="flex min-h-0 min-w-0 flex-col">
        <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-raised px-4">
          <h1 className="truncate font-mono text-lg">
            {verb} {resource.path}
          </h1>
          <span className="flex-1" />
          <Button onClick={() => void setUrl({ dock: !url.dock })} aria-pressed={url.dock} aria-keyshortcuts="T">
            <FlaskConical aria-hidden /> Tester
          </Button>
        </header>
        <PaneBoundary name="The diagram">
          <Diagram
            apiId={apiId}
            method={draft.method}
            context={context}
            selected={box}
            onSelect={(next) => void setUrl({ box: next })}
            trace={run?.result.trace}
            dirty={draft.dirty}
          />
        </PaneBoundary>
      </Panel>
      <SplitHandle label="Width of the inspector" />
      <Panel id="inspector" defaultSize={432} minSize={360} maxSize={760} className="flex min-h-0 flex-col">
        <PaneBoundary name="The inspector">
          <Inspector
            apiId={apiId}
            resourceId={resource.id}
            path={resource.path}
            stages={context.data?.stages ?? []}
            box={box}
            tab={url.tab}
            onTab={(tab) => void setUrl({ tab })}
            draft={draft}
            method={draft.method}
          />
        </PaneBoundary>
      </Panel>
    </Group>
  );
}

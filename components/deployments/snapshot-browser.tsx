"use client";
import { FlaskConical } from "lucide-react";
import { useMemo, useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { ScrollText } from "@/components/editor/scroll-text";
import { useShortcut } from "@/components/shell/use-shortcut";
import { testerKey, useTester } from "@/components/tester/use-tester";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { PaneBoundary } from "@/components/ui/pane-boundary";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SplitHandle } from "@/components/ui/split";
import { useIsClient } from "@/components/ui/use-is-client";
import { Diagram } from "@/components/workbench/diagram";
import { ResourceTree } from "@/components/workbench/resource-tree";
import { methodNode, resourceNode } from "@/components/workbench/tree-model";
import { type Box, boxes, useWorkbenchUrl } from "@/components/workbench/use-workbench-url";
import type { ResourceSummary } from "@/lib/client/operations";
import type { Method, Resource, RestApiDefinition } from "@/lib/definition/rest-api";
import { DeploymentChangeList } from "./deployment-change-list";

const Tester = lazyPart(() => import("@/components/tester/tester").then((loaded) => loaded.Tester), "The tester");

type Props = { apiId: string; deploymentId: string; definition: RestApiDefinition };

const nothing: ReadonlySet<string> = new Set();
const noStates = new Map<string, never>();
const nobody = () => [];
const ignore = () => undefined;

/** The workbench of a definition that never changes: its tree, its methods, and calls of them. */
export function SnapshotBrowser({ apiId, deploymentId, definition }: Props) {
  const isClient = useIsClient();
  const [url, setUrl] = useWorkbenchUrl();
  const [filter, setFilter] = useState("");
  const resources = useMemo(() => definition.resources.map(summarize), [definition]);
  const layout = useDefaultLayout({ id: "snapshot", panelIds: ["tree", "main"] });
  const selected = definition.resources.find(({ path }) => path === url.node);
  const method = Object.values(selected?.resourceMethods ?? {}).find(({ httpMethod }) => httpMethod === url.method);
  useShortcut("tester", () => void setUrl({ dock: !url.dock }));
  // The widths of the columns are remembered in the browser, so the server cannot draw them.
  if (!isClient) return <SkeletonRows label="Reading the deployment" rows={10} />;
  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      className="min-w-0 flex-1"
    >
      <Panel id="tree" defaultSize={248} minSize={220} maxSize={480} className="flex min-h-0 flex-col bg-sunken">
        <div data-region="tree" className="flex min-h-0 flex-1 flex-col">
          <div className="p-2">
            <Input
              type="search"
              aria-label="Filter resources"
              placeholder="Filter: /pets verb:get int:mock"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
          </div>
          <PaneBoundary name="The tree">
            <ResourceTree
              resources={resources}
              filter={filter}
              selectedId={selected ? (method ? methodNode(selected.id, method.httpMethod) : resourceNode(selected.id)) : undefined}
              dirtyIds={nothing}
              states={noStates}
              onSelect={(node) => void setUrl({ node: node.resource.path, method: node.method?.httpMethod ?? null, run: null, step: null })}
              actionsOf={nobody}
              picked={[]}
              onPick={ignore}
              picking={false}
              cutId={undefined}
              onCut={ignore}
              onPaste={ignore}
              onDropped={undefined}
            />
          </PaneBoundary>
        </div>
      </Panel>
      <SplitHandle label="Width of the tree" />
      <Panel id="main" minSize={480} className="flex min-h-0 flex-col">
        {selected && method ? (
          <FrozenMethod key={`${selected.id} ${method.httpMethod}`} {...{ apiId, deploymentId, method }} resource={selected} />
        ) : (
          <DeploymentChangeList apiId={apiId} deploymentId={deploymentId} />
        )}
      </Panel>
    </Group>
  );
}

function summarize({ id, parentId, pathPart, path, resourceMethods }: Resource): ResourceSummary {
  return {
    id,
    ...(parentId === undefined ? {} : { parentId }),
    ...(pathPart === undefined ? {} : { pathPart }),
    path,
    methods: Object.values(resourceMethods).map(({ httpMethod, authorizationType, apiKeyRequired, methodIntegration }) => ({
      httpMethod,
      authorizationType,
      apiKeyRequired,
      ...(methodIntegration === undefined ? {} : { integration: methodIntegration.type }),
    })),
  };
}

type MethodProps = { apiId: string; deploymentId: string; resource: Resource; method: Method };

function FrozenMethod({ apiId, deploymentId, resource, method }: MethodProps) {
  const [url, setUrl] = useWorkbenchUrl();
  const { path } = resource;
  const { httpMethod: verb } = method;
  const box = url.box ?? "method-request";
  const run = useTester((state) => state.runs[`${testerKey(apiId, path, verb)} ${deploymentId}`]);
  const go = (by: number) => void setUrl({ box: boxes[(boxes.indexOf(box) + by + boxes.length) % boxes.length] ?? box });
  useShortcut("previousBox", () => go(-1));
  useShortcut("nextBox", () => go(1));
  return (
    <>
      <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-raised px-4">
        <h2 className="truncate font-mono text-lg">
          {verb} {path}
        </h2>
        <span className="flex-1" />
        <Button onClick={() => void setUrl({ dock: !url.dock })} aria-pressed={url.dock} aria-keyshortcuts="T">
          <FlaskConical aria-hidden /> Call it
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-auto">
        <PaneBoundary name="The diagram">
          <Diagram
            apiId={apiId}
            method={method}
            selected={box}
            onSelect={(next) => void setUrl({ box: next })}
            trace={run?.result.trace}
            dirty={false}
          />
        </PaneBoundary>
        <ScrollText label={`${verb} ${path}, ${titles[box]}, as JSON`} className="mx-4 mb-4 max-h-96 shrink-0 text-sm">
          {JSON.stringify(partOf(method, box), null, 2)}
        </ScrollText>
      </div>
      {url.dock ? (
        <section aria-label="Tester" data-region="dock" className="flex h-[45%] min-h-40 shrink-0 flex-col border-line border-t bg-raised">
          <PaneBoundary name="The tester">
            <Tester
              apiId={apiId}
              resourceId={resource.id}
              path={path}
              verb={verb}
              runId={url.run}
              step={url.step}
              onUrl={(part) => void setUrl(part)}
              deploymentId={deploymentId}
            />
          </PaneBoundary>
        </section>
      ) : null}
    </>
  );
}

const titles: Record<Box, string> = {
  "method-request": "method request",
  "integration-request": "integration request",
  integration: "integration",
  "integration-response": "integration response",
  "method-response": "method response",
};

/** What a box of the diagram stands for, as the definition has it. */
function partOf({ methodIntegration, methodResponses = {}, ...request }: Method, box: Box): unknown {
  const { requestTemplates, requestParameters, passthroughBehavior, contentHandling, integrationResponses, ...target } =
    methodIntegration ?? {};
  switch (box) {
    case "method-request":
      return request;
    case "integration-request":
      return { passthroughBehavior, contentHandling, requestParameters, requestTemplates };
    case "integration":
      return target;
    case "integration-response":
      return integrationResponses ?? {};
    case "method-response":
      return methodResponses;
  }
}

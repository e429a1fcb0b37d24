"use client";
import { Boxes, Copy, Ellipsis, FileUp, PawPrint, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo, useRef, useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { apiAddress } from "@/components/shell/navigation";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { TagBadges } from "@/components/tags/tag-badges";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input, NativeSelect } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { Menu } from "@/components/ui/menu";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { ApiSummary, StageState } from "@/lib/client/operations";
import type { ApiTraffic } from "@/lib/definition/traffic";
import { CreateApiDialog } from "./create-api-dialog";
import { DeleteApiDialog } from "./delete-api-dialog";
import { StartCards } from "./start-cards";
import { TrafficCell } from "./traffic-cell";
import { useExample } from "./use-example";
import { useExportTemplate } from "./use-export-template";

const CloneApiDialog = lazyPart(() => import("./clone-api-dialog").then((loaded) => loaded.CloneApiDialog));

const sorts = ["updated", "name", "created"] as const;

function sortApis(apis: readonly ApiSummary[], sort: (typeof sorts)[number]): ApiSummary[] {
  const by = {
    updated: (a: ApiSummary, b: ApiSummary) => b.updatedAt.localeCompare(a.updatedAt),
    created: (a: ApiSummary, b: ApiSummary) => b.createdDate.localeCompare(a.createdDate),
    name: (a: ApiSummary, b: ApiSummary) => a.name.localeCompare(b.name),
  };
  return [...apis].sort(by[sort]);
}

const matches = (api: ApiSummary, text: string) =>
  [api.name, api.id, api.description ?? "", ...Object.entries(api.tags).map((tag) => tag.join("="))].some((part) =>
    part.toLowerCase().includes(text.toLowerCase()),
  );

export function ApiList() {
  const router = useRouter();
  const { canWrite } = useUser();
  const apis = useOperation("listApis", {});
  const [filter, setFilter] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 200 }));
  const [sort, setSort] = useQueryState("sort", parseAsStringLiteral(sorts).withDefault("updated"));
  const [creating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const filterBox = useRef<HTMLInputElement>(null);
  const example = useExample();
  useShortcut("filter", () => filterBox.current?.focus());
  useShortcut("newResource", () => void setCreating(true), canWrite);
  const shown = useMemo(
    () =>
      sortApis(
        (apis.data ?? []).filter((api) => matches(api, filter)),
        sort,
      ),
    [apis.data, filter, sort],
  );

  return (
    <div className="flex min-w-0 flex-1 flex-col overflow-auto">
      <header className="flex flex-wrap items-center gap-2 px-6 pt-5 pb-3">
        <h1 className="mr-auto text-xl">APIs</h1>
        {canWrite && apis.data && apis.data.length > 0 ? (
          <>
            <Menu
              label="Examples that work at once"
              trigger={
                <Button busy={example.busy}>
                  <PawPrint aria-hidden /> Examples
                </Button>
              }
              items={[
                { label: "Pet store, a REST API", onSelect: () => example.create("REST") },
                { label: "Pet shop, an HTTP API", onSelect: () => example.create("HTTP") },
                { label: "Messages, a WebSocket API", onSelect: () => example.create("WEBSOCKET") },
              ]}
            />
            <Button asChild>
              <Link href="/apis/import">
                <FileUp aria-hidden /> Import OpenAPI
              </Link>
            </Button>
            <Button look="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New API
            </Button>
          </>
        ) : null}
      </header>
      {apis.error ? (
        <Alert
          tone="error"
          title="Could not read the APIs."
          className="mx-6"
          live
          actions={
            <Button size="sm" onClick={() => apis.refetch()}>
              Try again
            </Button>
          }
        >
          {apis.error.message}
        </Alert>
      ) : null}
      {apis.isPending ? <SkeletonRows label="Reading the APIs" /> : null}
      {apis.data?.length === 0 ? (
        <StartCards canWrite={canWrite} example={example} onImport={() => router.push("/apis/import")} onNew={() => setCreating(true)} />
      ) : null}
      {apis.data && apis.data.length > 0 ? (
        <div className="flex flex-col gap-3 px-6 pb-6">
          <div className="flex gap-2">
            <Input
              ref={filterBox}
              type="search"
              aria-label="Filter by name, id or description"
              placeholder="Filter by name, id or tag   /"
              className="max-w-80"
              value={filter}
              onChange={(event) => setFilter(event.target.value || null)}
            />
            <NativeSelect
              aria-label="Order"
              className="w-44"
              value={sort}
              onChange={(event) => setSort(event.target.value as (typeof sorts)[number])}
            >
              <option value="updated">Last changed first</option>
              <option value="created">Newest first</option>
              <option value="name">By name</option>
            </NativeSelect>
          </div>
          {shown.length === 0 ? (
            <EmptyState title="No API matches" icon={<Boxes />} action={<Button onClick={() => setFilter(null)}>Clear the filter</Button>}>
              Nothing has “{filter}” in its name, id or description.
            </EmptyState>
          ) : (
            <ApiTable apis={shown} canWrite={canWrite} />
          )}
        </div>
      ) : null}
      {creating && canWrite ? <CreateApiDialog onClose={() => setCreating(null)} /> : null}
    </div>
  );
}

function ApiTable({ apis, canWrite }: { apis: readonly ApiSummary[]; canWrite: boolean }) {
  const traffic = useOperation("listTraffic", {});
  const trafficOf = useMemo(() => new Map((traffic.data ?? []).map((each) => [each.apiId, each])), [traffic.data]);
  const [doomed, setDoomed] = useState<ApiSummary>();
  const [original, setOriginal] = useState<ApiSummary>();
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">Id</th>
            <th scope="col">Stages</th>
            <th scope="col">Requests, 24 h</th>
            <th scope="col">Changed</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {apis.map((api) => (
            <ApiRow
              key={api.id}
              api={api}
              traffic={trafficOf.get(api.id)}
              onClone={canWrite ? () => setOriginal(api) : undefined}
              onDelete={canWrite ? () => setDoomed(api) : undefined}
            />
          ))}
        </tbody>
      </table>
      {original ? <CloneApiDialog api={original} onClose={() => setOriginal(undefined)} /> : null}
      {doomed ? <DeleteApiDialog api={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </div>
  );
}

type RowProps = {
  api: ApiSummary;
  traffic: ApiTraffic | undefined;
  onClone: (() => void) | undefined;
  onDelete: (() => void) | undefined;
};

function ApiRow({ api, traffic, onClone, onDelete }: RowProps) {
  const router = useRouter();
  const [menuOpen, setMenuOpen] = useState(false);
  const exportTemplate = useExportTemplate();
  return (
    <tr className="h-10 border-line border-b last:border-b-0 hover:bg-hover/60 [&_td]:px-3">
      <td className="max-w-80">
        <Link href={apiAddress(api)} className="block truncate font-medium hover:text-accent">
          {api.name}
        </Link>
        {api.description ? <span className="block truncate text-muted text-sm">{api.description}</span> : null}
        <TagBadges tags={api.tags} />
      </td>
      <td>
        <Badge>{api.kind}</Badge>
      </td>
      <td className="whitespace-nowrap">
        <code className="text-muted">{api.id}</code> <CopyButton text={api.id} label={`Copy the id of ${api.name}`} />
      </td>
      <td>
        <div className="flex flex-wrap gap-1">
          {api.stages.length === 0 ? <Badge>not deployed</Badge> : null}
          {api.stages.map((stage) => (
            <StageLink key={stage.stageName} api={api} stage={stage} />
          ))}
        </div>
      </td>
      <td className="whitespace-nowrap">{traffic ? <TrafficCell traffic={traffic} name={api.name} /> : null}</td>
      <td className="whitespace-nowrap text-muted">
        <Time date={api.updatedAt} />
        {api.updatedBy ? ` by ${api.updatedBy}` : ""}
      </td>
      <td className="w-10 text-right">
        <Menu
          align="end"
          label={`Actions of ${api.name}`}
          open={menuOpen}
          onOpenChange={setMenuOpen}
          trigger={
            <Button look="ghost" size="icon" aria-label={`Actions of ${api.name}`}>
              <Ellipsis />
            </Button>
          }
          items={[
            { label: "Open", onSelect: () => router.push(apiAddress(api)) },
            ...(api.kind === "REST"
              ? [
                  { label: "Test", onSelect: () => router.push(`/apis/${api.id}/resources?dock=true`) },
                  { label: "Deployments", onSelect: () => router.push(`/apis/${api.id}/deployments`) },
                ]
              : [
                  { label: "Test", onSelect: () => router.push(`/apis/${api.id}/${api.kind === "HTTP" ? "test" : "connections"}`) },
                  { label: "Deployments", onSelect: () => router.push(`/apis/${api.id}/deployments`) },
                ]),
            ...(onDelete && api.kind !== "WEBSOCKET"
              ? [{ label: "Import a document into it", onSelect: () => router.push(`/apis/import?api=${api.id}`) }]
              : []),
            ...(onClone ? [{ label: "Clone ...", icon: <Copy />, onSelect: onClone }] : []),
            { label: "Export as CloudFormation", onSelect: () => exportTemplate(api.id) },
            ...(onDelete
              ? [
                  { kind: "separator" as const, id: "danger" },
                  { label: "Delete ...", icon: <Trash2 />, danger: true, onSelect: onDelete },
                ]
              : []),
          ]}
        />
      </td>
    </tr>
  );
}

function StageLink({ api, stage }: { api: ApiSummary; stage: StageState }) {
  const href = `/apis/${api.id}/stages/${encodeURIComponent(stage.stageName)}`;
  const isSame = stage.changes === 0;
  const state = stage.deploymentId === "" ? "not deployed" : isSame ? "same" : `${stage.changes} behind`;
  return (
    <Link href={href}>
      <Badge tone={stage.deploymentId === "" ? "neutral" : isSame ? "ok" : "warn"}>{`${stage.stageName} · ${state}`}</Badge>
    </Link>
  );
}

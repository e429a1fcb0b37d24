"use client";
import { Plug, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { useIsClient } from "@/components/ui/use-is-client";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { integrationIdOf } from "@/lib/definition/route-key";
import type { Route, V2Integration } from "@/lib/definition/v2-api";
import { CreateIntegrationDialog } from "./create-integration-dialog";
import { IntegrationEditor, type IntegrationPart } from "./integration-editor";
import { kindName, targetText } from "./integration-words";

/** The integrations of an API, which its routes may share. */
export function IntegrationsPage({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("integration", parseAsString);
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New integration
    </Button>
  ) : null;
  if (!isClient) return <SkeletonRows label="Reading the integrations" />;
  return (
    <PageFrame
      title="Integrations"
      text="Where routes lead. Several routes may share one."
      actions={api.data && api.data.definition.integrations.length > 0 ? create : null}
    >
      <QueryState query={api} what="the integrations">
        {(data) => {
          const { integrations } = data.definition;
          const shown = integrations.find(({ integrationId }) => integrationId === chosen) ?? integrations[0];
          return (
            <>
              {shown === undefined ? (
                <EmptyState title="No integration yet" icon={<Plug />} action={create}>
                  A backend, a function or a service that answers what routes send to it.
                </EmptyState>
              ) : (
                <div className="grid gap-4 lg:grid-cols-[280px_1fr]">
                  <IntegrationList api={data} chosen={shown.integrationId} onChoose={(id) => void setChosen(id)} />
                  <Chosen key={shown.integrationId} api={data} integration={shown} onGone={() => void setChosen(null)} />
                </div>
              )}
              {creating ? (
                <CreateIntegrationDialog
                  apiId={apiId}
                  definition={data.definition}
                  onClose={() => setCreating(false)}
                  onCreated={(id) => {
                    setCreating(false);
                    void setChosen(id);
                  }}
                />
              ) : null}
            </>
          );
        }}
      </QueryState>
    </PageFrame>
  );
}

const usersOf = (api: V2ApiDetail, id: string): Route[] => api.definition.routes.filter((route) => integrationIdOf(route) === id);

function IntegrationList({ api, chosen, onChoose }: { api: V2ApiDetail; chosen: string; onChoose: (id: string) => void }) {
  const workspace = useOperation("getWorkspace", {});
  return (
    <ul aria-label="Integrations" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
      {api.definition.integrations.map((each) => (
        <li key={each.integrationId}>
          <button
            type="button"
            aria-pressed={each.integrationId === chosen}
            onClick={() => onChoose(each.integrationId)}
            className={cn(
              "flex w-full flex-col rounded px-2 py-1.5 text-left hover:bg-hover",
              each.integrationId === chosen && "bg-selected",
            )}
          >
            <span className="flex w-full items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{kindName(each)}</span>
              <UseBadge count={usersOf(api, each.integrationId).length} />
            </span>
            <code className="w-full truncate text-muted">{targetText(each, workspace.data)}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}

function UseBadge({ count }: { count: number }) {
  return <Badge>{count === 0 ? "unused" : `used ${count}×`}</Badge>;
}

const httpParts = ["integration", "mapping"] as const;
const socketParts = ["integration", "integration-request", "integration-response"] as const;
const parts = [...httpParts, "integration-request", "integration-response"] as const;
const partNames: Record<IntegrationPart, string> = {
  integration: "Target",
  mapping: "Parameter mapping",
  "integration-request": "Request",
  "integration-response": "Responses",
};

type ChosenProps = { api: V2ApiDetail; integration: V2Integration; onGone: () => void };

function Chosen({ api, integration, onGone }: ChosenProps) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(parts).withDefault("integration"));
  const shown: readonly IntegrationPart[] = api.kind === "HTTP" ? httpParts : socketParts;
  const value = shown.find((part) => part === tab) ?? "integration";
  const users = usersOf(api, integration.integrationId);
  return (
    <section
      aria-label={`Integration ${kindName(integration)} ${integration.integrationId}`}
      className="flex min-w-0 flex-col rounded-md border border-line bg-raised"
    >
      <header className="flex flex-wrap items-center gap-2 px-3 pt-3">
        <h2 className="text-lg">{kindName(integration)}</h2>
        <code className="text-muted">{integration.integrationId}</code>
        <span className="flex-1" />
        <DeleteIntegration api={api} integration={integration} onGone={onGone} />
      </header>
      <p className="flex flex-wrap gap-x-3 px-3 pb-2 text-sm">
        <span className="text-muted">{users.length === 0 ? "No route leads to it." : "Used by"}</span>
        {users.map(({ routeId, routeKey }) => (
          <Link
            key={routeId}
            href={`/apis/${api.id}/routes?route=${encodeURIComponent(routeKey)}&box=integration`}
            className="text-accent hover:underline"
          >
            {routeKey}
          </Link>
        ))}
      </p>
      <Tabs
        label="Parts of the integration"
        value={value}
        padded={false}
        onChange={(id) => void setTab(parts.find((each) => each === id) ?? "integration")}
        tabs={shown.map((part) => ({
          id: part,
          label: partNames[part],
          content: part === value ? <IntegrationEditor api={api} integration={integration} part={part} /> : null,
        }))}
      />
    </section>
  );
}

function DeleteIntegration({ api, integration, onGone }: ChosenProps) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const remove = useWrite("deleteV2Integration", {
    onSuccess: ({ revision }) => {
      offer(`Deleted the integration ${kindName(integration)} in the draft`, revision);
      onGone();
    },
    onError: (error) => void toast.error("Could not delete the integration.", { description: error.message }),
  });
  if (!canWrite) return null;
  return (
    <Button
      look="danger"
      busy={remove.isPending}
      onClick={() => remove.mutate({ apiId: api.id, integrationId: integration.integrationId })}
    >
      <Trash2 aria-hidden /> Delete
    </Button>
  );
}

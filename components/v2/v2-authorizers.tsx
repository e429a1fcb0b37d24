"use client";
import { Plus, ShieldCheck, Trash2 } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
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
import type { V2Authorizer } from "@/lib/definition/v2-api";
import { V2AuthorizerFields } from "./authorizer-fields";
import { V2AuthorizerTester } from "./authorizer-tester";
import { CreateV2AuthorizerDialog } from "./create-authorizer-dialog";
import { DraftBar } from "./draft-bar";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

/** The authorizers of an HTTP or WebSocket API. */
export function V2Authorizers({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("authorizer", parseAsString);
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New authorizer
    </Button>
  ) : null;
  if (!isClient) return <SkeletonRows label="Reading the authorizers" />;
  return (
    <PageFrame
      title="Authorizers"
      text="Who decides whether a call may pass. Routes choose one in their authorization."
      actions={api.data && api.data.definition.authorizers.length > 0 ? create : null}
    >
      <QueryState query={api} what="the authorizers">
        {(data) => {
          const { authorizers } = data.definition;
          const shown = authorizers.find(({ authorizerId }) => authorizerId === chosen) ?? authorizers[0];
          return (
            <>
              {shown === undefined ? (
                <EmptyState title="No authorizer yet" icon={<ShieldCheck />} action={create}>
                  {data.kind === "HTTP"
                    ? "An issuer of tokens, or a function that says who may call what."
                    : "A function that says who may connect."}
                </EmptyState>
              ) : (
                <div className="grid gap-4 lg:grid-cols-[240px_1fr]">
                  <AuthorizerList api={data} chosen={shown.authorizerId} onChoose={(id) => void setChosen(id)} />
                  <Chosen key={shown.authorizerId} api={data} authorizer={shown} onGone={() => void setChosen(null)} />
                </div>
              )}
              {creating ? (
                <CreateV2AuthorizerDialog
                  apiId={apiId}
                  kind={data.kind}
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

const usersOf = (api: V2ApiDetail, id: string) => api.definition.routes.filter(({ authorizerId }) => authorizerId === id);

function AuthorizerList({ api, chosen, onChoose }: { api: V2ApiDetail; chosen: string; onChoose: (id: string) => void }) {
  return (
    <ul aria-label="Authorizers" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
      {api.definition.authorizers.map(({ authorizerId, name }) => (
        <li key={authorizerId}>
          <button
            type="button"
            aria-pressed={authorizerId === chosen}
            onClick={() => onChoose(authorizerId)}
            className={cn(
              "flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover",
              authorizerId === chosen && "bg-selected",
            )}
          >
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <Badge>{usersOf(api, authorizerId).length === 0 ? "unused" : `used ${usersOf(api, authorizerId).length}×`}</Badge>
          </button>
        </li>
      ))}
    </ul>
  );
}

type ChosenProps = { api: V2ApiDetail; authorizer: V2Authorizer; onGone: () => void };

const parts = ["settings", "test"] as const;

function Chosen({ api, authorizer, onGone }: ChosenProps) {
  const { canTest } = useUser();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(parts).withDefault("settings"));
  const { authorizerId, name } = authorizer;
  const { id: apiId } = api;
  const users = usersOf(api, authorizerId);
  return (
    <section aria-label={`Authorizer ${name}`} className="flex min-w-0 flex-col rounded-md border border-line bg-raised">
      <header className="flex flex-wrap items-center gap-2 p-3">
        <h2 className="text-lg">{name}</h2>
        <Badge>{authorizer.authorizerType}</Badge>
        <span className="flex-1" />
        <CopyAs what={`authorizer ${name}`} subject={{ kind: "authorizer", apiId, authorizerId }} hasKey />
        <DeleteAuthorizer api={api} authorizer={authorizer} onGone={onGone} />
      </header>
      <p className="flex flex-wrap gap-x-3 px-3 text-sm">
        <span className="text-muted">{users.length === 0 ? "No route uses it." : "Used by"}</span>
        {users.map(({ routeId, routeKey }) => (
          <Link
            key={routeId}
            href={`/apis/${apiId}/routes?route=${encodeURIComponent(routeKey)}&box=${api.kind === "HTTP" ? "authorization" : "route"}`}
            className="text-accent hover:underline"
          >
            {routeKey}
          </Link>
        ))}
      </p>
      <Tabs
        label="Parts of the authorizer"
        value={canTest ? tab : "settings"}
        onChange={(id) => void setTab(parts.find((each) => each === id) ?? "settings")}
        tabs={[
          { id: "settings", label: "Settings", content: <AuthorizerSettings api={api} authorizer={authorizer} /> },
          ...(canTest
            ? [{ id: "test", label: "Test", content: <V2AuthorizerTester apiId={apiId} kind={api.kind} authorizer={authorizer} /> }]
            : []),
        ]}
      />
    </section>
  );
}

function AuthorizerSettings({ api, authorizer }: Omit<ChosenProps, "onGone">) {
  const { canWrite } = useUser();
  const { authorizerId, name } = authorizer;
  const { id: apiId } = api;
  const { offer } = useUndo();
  const write = useWrite("updateV2Authorizer", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved authorizer ${name} to the draft`, revision),
  });
  const inputOf = useCallback((sent: Sent<V2Authorizer>) => ({ apiId, authorizerId, ...sent }), [apiId, authorizerId]);
  const subject = { key: `${apiId}:a:${authorizerId}`, saved: authorizer, version: api.versions[authorizerId] ?? 0 };
  const { value, edit, save, bar } = useSavedEdits(subject, { what: name, write, inputOf });
  useShortcut("save", save, canWrite);
  return (
    <>
      <div className="flex flex-col gap-4 p-3">
        <V2AuthorizerFields kind={api.kind} authorizer={value} edit={edit} disabled={!canWrite} />
      </div>
      <DraftBar {...bar} />
    </>
  );
}

function DeleteAuthorizer({ api, authorizer, onGone }: ChosenProps) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const remove = useWrite("deleteV2Authorizer", {
    onSuccess: ({ revision }) => {
      offer(`Deleted authorizer ${authorizer.name}`, revision);
      onGone();
    },
    onError: (error) => void toast.error(`Could not delete ${authorizer.name}.`, { description: error.message }),
  });
  if (!canWrite) return null;
  return (
    <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ apiId: api.id, authorizerId: authorizer.authorizerId })}>
      <Trash2 aria-hidden /> Delete
    </Button>
  );
}

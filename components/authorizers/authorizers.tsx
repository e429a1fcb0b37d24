"use client";
import { Plus, ShieldCheck, Trash2 } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Tabs } from "@/components/ui/tabs";
import type { ListedAuthorizer } from "@/lib/client/access-operations";
import { AuthorizerForm } from "./authorizer-form";
import { AuthorizerTester } from "./authorizer-tester";
import { CreateAuthorizerDialog } from "./create-authorizer-dialog";

export function Authorizers({ apiId }: { apiId: string }) {
  const authorizers = useOperation("listAuthorizers", { apiId });
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("authorizer", parseAsString);
  const [isNew, setNew] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setNew(true)}>
      <Plus aria-hidden /> New authorizer
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Authorizers"
      text="Who decides whether a call may pass. Methods choose one in their method request."
      actions={authorizers.data && authorizers.data.length > 0 ? create : null}
    >
      <QueryState query={authorizers} what="the authorizers">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No authorizer yet" icon={<ShieldCheck />} action={create}>
              A function or a user pool that says who calls and what they may call.
            </EmptyState>
          ) : (
            <List
              apiId={apiId}
              list={list}
              chosen={list.find(({ id }) => id === chosen) ?? list[0]}
              onChoose={(id) => void setChosen(id)}
            />
          )
        }
      </QueryState>
      {isNew ? (
        <CreateAuthorizerDialog
          apiId={apiId}
          onClose={() => setNew(false)}
          onCreated={(id) => {
            setNew(false);
            void setChosen(id);
          }}
        />
      ) : null}
    </PageFrame>
  );
}

type ListProps = {
  apiId: string;
  list: readonly ListedAuthorizer[];
  chosen: ListedAuthorizer | undefined;
  onChoose: (id: string | null) => void;
};

function List({ apiId, list, chosen, onChoose }: ListProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-[240px_1fr]">
      <ul aria-label="Authorizers" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
        {list.map(({ id, name, usedBy }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen?.id}
              onClick={() => onChoose(id)}
              className={cn("flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover", id === chosen?.id && "bg-selected")}
            >
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              <Badge>{usedBy.length === 0 ? "unused" : `used ${usedBy.length}×`}</Badge>
            </button>
          </li>
        ))}
      </ul>
      {chosen ? <Chosen key={chosen.id} apiId={apiId} authorizer={chosen} onGone={() => onChoose(null)} /> : null}
    </div>
  );
}

const parts = ["settings", "test"] as const;

type ChosenProps = { apiId: string; authorizer: ListedAuthorizer; onGone: () => void };

function Chosen({ apiId, authorizer, onGone }: ChosenProps) {
  const { canTest } = useUser();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(parts).withDefault("settings"));
  return (
    <section aria-label={`Authorizer ${authorizer.name}`} className="flex min-w-0 flex-col gap-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="text-lg">{authorizer.name}</h2>
        <Badge>{authorizer.type}</Badge>
        <span className="flex-1" />
        <CopyAs what={`authorizer ${authorizer.name}`} subject={{ kind: "authorizer", apiId, authorizerId: authorizer.id }} hasKey />
        <DeleteAuthorizer apiId={apiId} authorizer={authorizer} onGone={onGone} />
      </header>
      <UsedBy apiId={apiId} usedBy={authorizer.usedBy} />
      <Tabs
        label="Parts of the authorizer"
        value={canTest ? tab : "settings"}
        padded={false}
        className="[&_[role=tabpanel]]:pt-4"
        onChange={(id) => void setTab(parts.find((each) => each === id) ?? "settings")}
        tabs={[
          { id: "settings", label: "Settings", content: <AuthorizerForm key={authorizer.version} apiId={apiId} authorizer={authorizer} /> },
          ...(canTest ? [{ id: "test", label: "Test", content: <AuthorizerTester apiId={apiId} authorizer={authorizer} /> }] : []),
        ]}
      />
    </section>
  );
}

const shownUsers = 12;

function UsedBy({ apiId, usedBy }: { apiId: string; usedBy: readonly string[] }) {
  if (usedBy.length === 0) return <p className="text-muted text-sm">No method uses it. Choose it in the method request of one.</p>;
  return (
    <p className="flex flex-wrap gap-x-3 text-sm">
      <span className="text-muted">Used by</span>
      {usedBy.slice(0, shownUsers).map((label) => {
        const [verb = "", path = ""] = label.split(" ");
        return (
          <Link
            key={label}
            href={`/apis/${apiId}/resources?node=${encodeURIComponent(path)}&method=${verb}&box=method-request`}
            className="text-accent hover:underline"
          >
            {label}
          </Link>
        );
      })}
      {usedBy.length > shownUsers ? <span className="text-muted">and {usedBy.length - shownUsers} more</span> : null}
    </p>
  );
}

function DeleteAuthorizer({ apiId, authorizer, onGone }: ChosenProps) {
  const { canWrite } = useUser();
  const remove = useWrite("deleteAuthorizer");
  const { offer } = useUndo();
  if (!canWrite) return null;
  return (
    <Button
      look="danger"
      busy={remove.isPending}
      onClick={() =>
        remove.mutate(
          { apiId, authorizerId: authorizer.id },
          {
            onSuccess: ({ revision }) => {
              onGone();
              offer(`Deleted authorizer ${authorizer.name}`, revision);
            },
            onError: (error) => void toast.error(`Could not delete ${authorizer.name}.`, { description: error.message }),
          },
        )
      }
    >
      <Trash2 aria-hidden /> Delete
    </Button>
  );
}

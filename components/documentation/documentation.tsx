"use client";
import { BookOpen, Plus, Upload } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { DocumentationPartDetail } from "@/lib/client/operations";
import { CreatePartDialog } from "./create-part-dialog";
import { PartForm } from "./part-form";
import { byPlace, placeName } from "./part-places";
import { PublishDialog } from "./publish-dialog";
import { VersionList } from "./version-list";

export function Documentation({ apiId }: { apiId: string }) {
  const parts = useOperation("listDocumentationParts", { apiId });
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("part", parseAsString);
  const [dialog, setDialog] = useState<"create" | "publish">();
  const close = () => setDialog(undefined);
  const create = canWrite ? (
    <Button onClick={() => setDialog("create")}>
      <Plus aria-hidden /> New part
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Documentation"
      text="Descriptions of the API and its parts. Exports of a stage carry those of the version that the stage has."
      actions={
        canWrite ? (
          <>
            {create}
            <Button look="primary" disabled={(parts.data ?? []).length === 0} onClick={() => setDialog("publish")}>
              <Upload aria-hidden /> Publish a version
            </Button>
          </>
        ) : null
      }
    >
      <QueryState query={parts} what="the documentation">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="Nothing is documented yet" icon={<BookOpen />} action={create}>
              A part describes the API, a method, a parameter, a response or a model. Imports bring those of their document.
            </EmptyState>
          ) : (
            <Parts apiId={apiId} list={[...list].sort(byPlace)} chosen={chosen} onChoose={(id) => void setChosen(id)} />
          )
        }
      </QueryState>
      <VersionList apiId={apiId} />
      {dialog === "create" ? (
        <CreatePartDialog
          apiId={apiId}
          onClose={close}
          onCreated={(id) => {
            close();
            void setChosen(id);
          }}
        />
      ) : null}
      {dialog === "publish" ? <PublishDialog apiId={apiId} onClose={close} /> : null}
    </PageFrame>
  );
}

type PartsProps = { apiId: string; list: readonly DocumentationPartDetail[]; chosen: string | null; onChoose: (id: string) => void };

function Parts({ apiId, list, chosen, onChoose }: PartsProps) {
  const part = list.find(({ id }) => id === chosen) ?? list[0];
  return (
    <div className="grid gap-4 lg:grid-cols-[320px_1fr]">
      <ul
        aria-label="Parts"
        className="flex max-h-[60vh] flex-col gap-0.5 self-start overflow-y-auto rounded-md border border-line bg-raised p-1"
      >
        {list.map(({ id, location }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === part?.id}
              onClick={() => onChoose(id)}
              className={cn(
                "flex min-h-8 w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-hover",
                id === part?.id && "bg-selected",
              )}
            >
              <span className="min-w-0 flex-1 truncate font-mono text-sm">{placeName(location)}</span>
              <span className="shrink-0 text-muted text-xs">{location.type}</span>
            </button>
          </li>
        ))}
      </ul>
      {part ? <PartForm key={`${part.id} ${part.version}`} apiId={apiId} part={part} /> : null}
    </div>
  );
}

"use client";
import { Braces, Plus, Trash2 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
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
import { CreateModelDialog } from "./create-model-dialog";
import type { ListedModel } from "./listed-model";
import { ModelForm } from "./model-form";

export function Models({ apiId }: { apiId: string }) {
  const models = useOperation("listModels", { apiId });
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("model", parseAsString);
  const [creating, setCreating] = useState(false);
  return (
    <PageFrame
      title="Models"
      text="JSON Schemas (draft 4) of bodies. A method checks its body against one when it has a validator."
      actions={
        canWrite ? (
          <Button look="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New model
          </Button>
        ) : null
      }
    >
      <QueryState query={models} what="the models">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No models yet" icon={<Braces />}>
              A model describes a body, so that the gateway can refuse what does not fit.
            </EmptyState>
          ) : (
            <div className="grid min-h-0 gap-4 lg:grid-cols-[260px_1fr]">
              <ul aria-label="Models" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
                {list.map((model) => (
                  <li key={model.name}>
                    <button
                      type="button"
                      aria-pressed={model.name === (chosen ?? list[0]?.name)}
                      onClick={() => void setChosen(model.name)}
                      className={cn(
                        "flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover",
                        model.name === (chosen ?? list[0]?.name) && "bg-selected",
                      )}
                    >
                      <span className="min-w-0 flex-1 truncate font-medium">{model.name}</span>
                      <Badge>{model.usedBy.length === 0 ? "unused" : `used ${model.usedBy.length}×`}</Badge>
                    </button>
                  </li>
                ))}
              </ul>
              <ChosenModel
                apiId={apiId}
                model={list.find((model) => model.name === chosen) ?? list[0]}
                onGone={() => void setChosen(null)}
              />
            </div>
          )
        }
      </QueryState>
      {creating ? (
        <CreateModelDialog
          apiId={apiId}
          onClose={() => setCreating(false)}
          onCreated={(name) => {
            setCreating(false);
            void setChosen(name);
          }}
        />
      ) : null}
    </PageFrame>
  );
}

function ChosenModel({ apiId, model, onGone }: { apiId: string; model: ListedModel | undefined; onGone: () => void }) {
  const { canWrite } = useUser();
  const remove = useWrite("deleteModel");
  const { offer } = useUndo();
  if (!model) return null;
  const deleteIt = () =>
    remove.mutate(
      { apiId, name: model.name },
      {
        onSuccess: ({ revision }) => {
          onGone();
          offer(`Deleted model ${model.name}`, revision);
        },
        onError: (error) => void toast.error(`Could not delete ${model.name}.`, { description: error.message }),
      },
    );
  return (
    <section aria-label={`Model ${model.name}`} className="flex min-w-0 flex-col gap-3">
      <header className="flex items-center gap-2">
        <h2 className="text-lg">{model.name}</h2>
        <Badge>{model.contentType}</Badge>
        <span className="flex-1" />
        <CopyAs what={`model ${model.name}`} subject={{ kind: "model", apiId, name: model.name }} hasKey />
        {canWrite ? (
          <Button look="danger" busy={remove.isPending} onClick={deleteIt}>
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </header>
      {model.usedBy.length > 0 ? <p className="text-muted text-sm">Used by {model.usedBy.join(", ")}.</p> : null}
      <ModelForm key={`${model.name} ${model.version}`} apiId={apiId} model={model} />
    </section>
  );
}

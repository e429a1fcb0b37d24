"use client";
import { Braces, Plus, Trash2 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { SchemaEditor } from "@/components/editor/schema-editor";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useIsClient } from "@/components/ui/use-is-client";
import { withText } from "@/components/workbench/boxes/form-props";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { V2Model } from "@/lib/definition/v2-api";
import { DraftBar } from "./draft-bar";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

/** The models that messages of a WebSocket API are checked against. */
export function V2Models({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("model", parseAsString);
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New model
    </Button>
  ) : null;
  if (!isClient) return <SkeletonRows label="Reading the models" />;
  return (
    <PageFrame
      title="Models"
      text="JSON Schemas (draft 4) of messages. A route that names one refuses messages that do not fit."
      actions={api.data && api.data.definition.models.length > 0 ? create : null}
    >
      <QueryState query={api} what="the models">
        {(data) => {
          const { models } = data.definition;
          const shown = models.find(({ modelId }) => modelId === chosen) ?? models[0];
          return shown === undefined ? (
            <EmptyState title="No model yet" icon={<Braces />} action={create}>
              A model describes a message, so that the gateway can refuse what does not fit.
            </EmptyState>
          ) : (
            <div className="grid min-h-0 gap-4 lg:grid-cols-[240px_1fr]">
              <ul aria-label="Models" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
                {models.map(({ modelId, name }) => (
                  <li key={modelId}>
                    <button
                      type="button"
                      aria-pressed={modelId === shown.modelId}
                      onClick={() => void setChosen(modelId)}
                      className={cn(
                        "flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover",
                        modelId === shown.modelId && "bg-selected",
                      )}
                    >
                      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
                    </button>
                  </li>
                ))}
              </ul>
              <Chosen key={shown.modelId} api={data} model={shown} onGone={() => void setChosen(null)} />
            </div>
          );
        }}
      </QueryState>
      {creating ? (
        <CreateDialog
          apiId={apiId}
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            void setChosen(id);
          }}
        />
      ) : null}
    </PageFrame>
  );
}

const firstSchema = (name: string) =>
  JSON.stringify(
    {
      $schema: "http://json-schema.org/draft-04/schema#",
      title: name,
      type: "object",
      required: ["action"],
      properties: { action: { type: "string" } },
    },
    null,
    2,
  );

function CreateDialog({ apiId, onClose, onCreated }: { apiId: string; onClose: () => void; onCreated: (modelId: string) => void }) {
  const [name, setName] = useState("");
  const { offer } = useUndo();
  const write = useWrite("createV2Model", {
    onSuccess: ({ modelId, revision }, { name: created }) => {
      offer(`Created model ${created} in the draft`, revision);
      onCreated(modelId);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New model"
      description="It starts with a small schema to edit."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-v2-model" look="primary" busy={write.isPending} disabled={name.trim() === ""}>
            Create model
          </Button>
        </>
      }
    >
      <form
        id="create-v2-model"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ apiId, name: name.trim(), contentType: "application/json", schema: firstSchema(name.trim()) });
        }}
      >
        <Field label="Name" help="Letters and digits." error={write.error?.message}>
          {(ids) => (
            <Input {...ids} autoFocus autoComplete="off" maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

type ChosenProps = { api: V2ApiDetail; model: V2Model; onGone: () => void };

function Chosen({ api, model, onGone }: ChosenProps) {
  const { canWrite } = useUser();
  const { modelId, name } = model;
  const { id: apiId } = api;
  const { offer } = useUndo();
  const write = useWrite("updateV2Model", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved model ${name} to the draft`, revision),
  });
  const remove = useWrite("deleteV2Model", {
    onSuccess: ({ revision }) => {
      offer(`Deleted model ${name}`, revision);
      onGone();
    },
    onError: (error) => void toast.error(`Could not delete ${name}.`, { description: error.message }),
  });
  const inputOf = useCallback((sent: Sent<V2Model>) => ({ apiId, modelId, ...sent }), [apiId, modelId]);
  const subject = { key: `${apiId}:m:${modelId}`, saved: model, version: api.versions[modelId] ?? 0 };
  const { value, edit, save, bar } = useSavedEdits(subject, { what: name, write, inputOf });
  useShortcut("save", save, canWrite);
  return (
    <section aria-label={`Model ${name}`} className="flex min-w-0 flex-col rounded-md border border-line bg-raised">
      <header className="flex items-center gap-2 p-3">
        <h2 className="text-lg">{name}</h2>
        {model.contentType === undefined ? null : <Badge>{model.contentType}</Badge>}
        <span className="flex-1" />
        <CopyAs what={`model ${name}`} subject={{ kind: "model", apiId, name }} hasKey />
        {canWrite ? (
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ apiId, modelId })}>
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </header>
      <div className="flex flex-col gap-3 px-3 pb-3">
        <Field label="Description" optional>
          {(ids) => (
            <Input
              {...ids}
              maxLength={1_024}
              disabled={!canWrite}
              value={value.description ?? ""}
              onChange={(event) => edit((old) => withText(old, "description", event.target.value))}
            />
          )}
        </Field>
        <SchemaEditor
          label={`Schema of ${name}`}
          value={value.schema}
          onChange={(schema) => edit((old) => ({ ...old, schema }))}
          readOnly={!canWrite}
        />
      </div>
      <DraftBar {...bar} />
    </section>
  );
}

"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { SchemaEditor } from "@/components/editor/schema-editor";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import type { ListedModel } from "./listed-model";

export function ModelForm({ apiId, model }: { apiId: string; model: ListedModel }) {
  const { canWrite } = useUser();
  const models = useOperation("listModels", { apiId });
  const savedSchema = readable(model.schema ?? "");
  const [schema, setSchema] = useState(savedSchema);
  const [description, setDescription] = useState(model.description ?? "");
  const write = useWrite("updateModel");
  const { offer } = useUndo();
  const dirty = schema !== savedSchema || description !== (model.description ?? "");

  function save() {
    if (!dirty) return;
    // A schema that nobody touched stays as it was written: the editor only shows it with line breaks.
    const changed = { ...(schema === savedSchema ? {} : { schema }), description };
    write.mutate(
      { apiId, name: model.name, ...changed, expectedVersion: model.version },
      {
        onSuccess: ({ revision }) => offer(`Saved model ${model.name} to the draft`, revision),
      },
    );
  }
  useShortcut("save", save, canWrite);

  return (
    <div className="flex flex-col gap-3">
      {write.error ? (
        <Alert tone="error" live title={`Could not save ${model.name}.`}>
          <code className="whitespace-pre-wrap">{write.error.message}</code>
        </Alert>
      ) : null}
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            maxLength={1024}
            disabled={!canWrite}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <SchemaEditor
        label={`Schema of ${model.name}`}
        value={schema}
        onChange={setSchema}
        readOnly={!canWrite}
        apiId={apiId}
        {...(models.data ? { models: models.data } : {})}
      />
      {canWrite ? (
        <div className="flex items-center gap-2">
          <Button look="primary" busy={write.isPending} disabled={!dirty} onClick={save} aria-keyshortcuts="Control+S">
            Save to draft
          </Button>
          {dirty ? (
            <Button
              onClick={() => {
                setSchema(savedSchema);
                setDescription(model.description ?? "");
                write.reset();
              }}
            >
              Discard
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** Schemas that tools wrote on one line are shown with line breaks; what a person laid out stays. */
function readable(schema: string): string {
  if (schema.includes("\n")) return schema;
  try {
    return JSON.stringify(JSON.parse(schema), null, 2);
  } catch {
    return schema;
  }
}

"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { TagsTable } from "@/components/tags/tags-table";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import type { KeyDetail } from "@/lib/client/access-operations";

/** Name, description and tags of a key. */
export function KeyForm({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  const saved = { name: apiKey.name, description: apiKey.description ?? "", tags: apiKey.tags };
  const [form, setForm] = useState(saved);
  const write = useWrite("updateKey");
  const { offer } = useUndo();
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <form
      aria-label={`API key ${apiKey.name}`}
      className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { keyId: apiKey.id, ...form, expectedVersion: apiKey.version },
          { onSuccess: ({ revision }) => offer(`Saved API key ${form.name}`, revision) },
        );
      }}
    >
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            disabled={!canWrite}
            maxLength={1024}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            disabled={!canWrite}
            maxLength={1024}
            value={form.description}
            onChange={(event) => setForm({ ...form, description: event.target.value })}
          />
        )}
      </Field>
      <TagsTable tags={form.tags} disabled={!canWrite} onChange={(tags) => setForm({ ...form, tags })} />
      {write.error ? (
        <Alert tone="error" live title={`Could not save ${apiKey.name}.`}>
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button type="submit" look="primary" className="self-start" busy={write.isPending} disabled={!isDirty}>
          Save API key
        </Button>
      ) : null}
    </form>
  );
}

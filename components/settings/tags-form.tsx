"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { MapTable } from "@/components/ui/map-table";
import type { ApiSummary } from "@/lib/client/operations";

/** The tags of an API, which act at once; the list of APIs is filtered by them. */
export function TagsForm({ api }: { api: Pick<ApiSummary, "id" | "name" | "tags"> }) {
  const { canWrite } = useUser();
  const [tags, setTags] = useState(api.tags);
  const write = useWrite("setApiTags");
  const { offer } = useUndo();
  const isDirty = JSON.stringify(tags) !== JSON.stringify(api.tags);
  return (
    <form
      aria-label="Tags"
      className="flex max-w-[640px] flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ apiId: api.id, tags }, { onSuccess: ({ revision }) => offer(`Saved the tags of ${api.name}`, revision) });
      }}
    >
      <MapTable
        label="Tags"
        keyLabel="Tag"
        valueLabel="Value"
        keyPlaceholder="team"
        valuePlaceholder="payments"
        addLabel="Add a tag"
        disabled={!canWrite}
        values={tags}
        onChange={setTags}
      />
      {write.error ? (
        <Alert tone="error" live title="Could not save the tags.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button type="submit" className="self-start" busy={write.isPending} disabled={!isDirty}>
          Save tags
        </Button>
      ) : null}
    </form>
  );
}

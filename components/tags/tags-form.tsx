"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import type { TaggedThing } from "@/lib/definition/tagged-thing";
import { TagsTable } from "./tags-table";

type Tags = Record<string, string>;
type Props = {
  thing: TaggedThing;
  /** What a person calls it: `stage prod`. */
  what: string;
};

/** The tags of a thing, as a part of its page. */
export function TagsPart({ thing, what }: Props) {
  const tags = useOperation("getTags", { thing });
  return (
    <QueryState query={tags} what="the tags">
      {(data) => <TagsForm key={JSON.stringify(data.tags)} thing={thing} what={what} tags={data.tags} />}
    </QueryState>
  );
}

/** The same where the tags are known. They act at once. */
export function TagsForm({ thing, what, tags: saved }: Props & { tags: Tags }) {
  const { canWrite } = useUser();
  const [tags, setTags] = useState(saved);
  const write = useWrite("setTags");
  const { offer } = useUndo();
  const isDirty = JSON.stringify(tags) !== JSON.stringify(saved);
  return (
    <form
      aria-label="Tags"
      className="flex max-w-[640px] flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ thing, tags }, { onSuccess: ({ revision }) => offer(`Saved the tags of ${what}`, revision) });
      }}
    >
      <TagsTable tags={tags} disabled={!canWrite} onChange={setTags} />
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

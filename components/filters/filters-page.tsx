"use client";
import { Funnel, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { FilterView } from "@/lib/client/filter-operations";
import { newRequestFilter } from "@/lib/definition/request-filter-values";
import { filterSentence } from "./rule-texts";

/** Filters that stages ask about every request, in the place of a web firewall. */
export function FiltersPage() {
  const filters = useOperation("listFilters", {});
  const { canWrite } = useUser();
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New filter
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Filters"
      text="Rules by address, rate, size and content. A stage of a REST API that names a filter asks it before anything else."
      actions={filters.data && filters.data.length > 0 ? create : null}
    >
      <QueryState query={filters} what="the filters">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No filter yet" icon={<Funnel />} action={create}>
              A new one counts what looks like SQL injection or cross-site scripting, and blocks nothing until you say so.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-md border border-line bg-raised">
              {list.map((filter) => (
                <FilterRow key={filter.id} filter={filter} />
              ))}
            </ul>
          )
        }
      </QueryState>
      {creating ? <CreateFilterDialog onClose={() => setCreating(false)} /> : null}
    </PageFrame>
  );
}

function FilterRow({ filter: { id, name, filter, stages, problem } }: { filter: FilterView }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
      <Link href={`/filters/${id}`} className="font-medium underline decoration-line underline-offset-4">
        {name}
      </Link>
      <span className="min-w-0 flex-1 truncate text-muted">
        {problem === undefined ? filterSentence(filter) : `Cannot be read: ${problem}`}
      </span>
      <span className="text-muted text-sm">
        {stages.length === 0 ? "No stage asks it" : stages.map(({ apiName, stageName }) => `${apiName} ${stageName}`).join(", ")}
      </span>
    </li>
  );
}

function CreateFilterDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const write = useWrite("createFilter");
  const { offer } = useUndo();
  const router = useRouter();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New filter"
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="create-filter" busy={write.isPending} disabled={name.trim() === ""}>
            Create filter
          </Button>
        </>
      }
    >
      <form
        id="create-filter"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { name: name.trim(), filter: newRequestFilter },
            {
              onSuccess: ({ id, revision }) => {
                offer(`Created filter ${name.trim()}`, revision);
                router.push(`/filters/${id}`);
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the filter.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name" help="Letters, digits, _ and -. It stays, because stages name the filter by it.">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              autoComplete="off"
              maxLength={128}
              pattern="[A-Za-z0-9_\-]+"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

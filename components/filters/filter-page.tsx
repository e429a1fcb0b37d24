"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { FilterView } from "@/lib/client/filter-operations";
import type { RequestFilter } from "@/lib/definition/request-filter";
import { inspectedBodySizes } from "@/lib/definition/request-filter-values";
import { FilterRules } from "./filter-rules";
import { cleanFilter, filterSentence } from "./rule-texts";
import { useFilterProblem } from "./use-filter-problem";

export function FilterPage({ filterId }: { filterId: string }) {
  const filter = useOperation("getFilter", { id: filterId });
  return (
    <PageFrame
      title={filter.data === undefined ? "Filter" : `Filter ${filter.data.name}`}
      text={filter.data === undefined ? null : `${filterSentence(filter.data.filter)}. Changes act at once.`}
    >
      <QueryState query={filter} what="the filter">
        {(data) => (
          <>
            <Stages view={data} />
            <FilterForm key={data.version} view={data} />
          </>
        )}
      </QueryState>
    </PageFrame>
  );
}

function Stages({ view: { arn, stages } }: { view: FilterView }) {
  return (
    <section aria-label="Stages" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-4">
      <p className="flex min-w-0 items-center gap-1 text-sm">
        <code className="truncate">{arn}</code>
        <CopyButton text={arn} label="Copy the ARN" />
      </p>
      {stages.length === 0 ? (
        <p className="text-muted">No stage asks this filter. Choose it in the settings of a stage, as its request filter.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {stages.map(({ apiId, apiName, stageName }) => (
            <li key={`${apiId}/${stageName}`}>
              <Link href={`/apis/${apiId}/stages/${stageName}`} className="underline decoration-line underline-offset-4">
                {apiName}, stage {stageName}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FilterForm({ view: { id, name, filter: saved, stages, version, problem: unread } }: { view: FilterView }) {
  const { canWrite } = useUser();
  const [filter, setFilter] = useState<RequestFilter>(saved);
  const { mutate, isPending, error } = useWrite("updateFilter");
  const remove = useWrite("deleteFilter");
  const { offer } = useUndo();
  const router = useRouter();
  const clean = cleanFilter(filter);
  const problem = useFilterProblem(clean);
  const canSave = canWrite && problem === undefined && (unread !== undefined || JSON.stringify(clean) !== JSON.stringify(saved));
  const save = useCallback(() => {
    if (!canSave) return;
    mutate(
      { id, filter: clean, expectedVersion: version },
      { onSuccess: ({ revision }) => offer(`Saved filter ${name}; it acts now`, revision) },
    );
  }, [canSave, mutate, id, clean, version, offer, name]);
  useShortcut("save", save, canWrite);
  const set = (part: Partial<RequestFilter>) => setFilter({ ...filter, ...part });
  return (
    <form
      aria-label="Filter"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {unread === undefined ? null : (
        <Alert tone="error" title="What is stored of this filter cannot be read.">
          <code>{unread}</code>. Gateways go on with the rules that they had, and block everything where they had none. What you save here
          replaces it.
        </Alert>
      )}
      <FilterRules rules={filter.rules} onChange={(rules) => set({ rules })} disabled={!canWrite} />
      <section aria-label="Otherwise" className="grid gap-3 rounded-md border border-line bg-raised p-4 sm:grid-cols-2">
        <Field label="What no rule decides">
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={!canWrite}
              value={filter.defaultAction}
              onChange={(event) => set({ defaultAction: event.target.value === "BLOCK" ? "BLOCK" : "ALLOW" })}
            >
              <option value="ALLOW">Passes</option>
              <option value="BLOCK">Is blocked: 403</option>
            </NativeSelect>
          )}
        </Field>
        <Field label="Of a body, rules look at" help="What lies beyond is not looked at; a rule by size can block it.">
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={!canWrite}
              value={filter.inspectedBodyBytes}
              onChange={(event) =>
                set({ inspectedBodyBytes: inspectedBodySizes.find((size) => String(size) === event.target.value) ?? 16_384 })
              }
            >
              {inspectedBodySizes.map((size) => (
                <option key={size} value={size}>
                  the first {size / 1_024} KB
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Description" optional className="sm:col-span-2">
          {(ids) => (
            <Input
              {...ids}
              maxLength={256}
              disabled={!canWrite}
              value={filter.description ?? ""}
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </Field>
      </section>
      {problem === undefined ? null : <Alert tone="warn" live title={problem} />}
      {error ? (
        <Alert tone="error" live title="Could not save the filter.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {remove.error ? (
        <Alert tone="error" live title="Could not delete the filter.">
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <div className="flex gap-2">
          <Button look="primary" type="submit" busy={isPending} disabled={!canSave}>
            Save filter
          </Button>
          <Button
            look="danger"
            busy={remove.isPending}
            disabled={stages.length > 0}
            title={stages.length > 0 ? "Stages ask this filter" : undefined}
            onClick={() =>
              remove.mutate(
                { id },
                {
                  onSuccess: ({ revision }) => {
                    offer(`Deleted filter ${name}`, revision);
                    router.push("/filters");
                  },
                },
              )
            }
          >
            Delete filter
          </Button>
        </div>
      ) : null}
    </form>
  );
}

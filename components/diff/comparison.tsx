"use client";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { DefinitionRef } from "@/lib/definition/copy-subject";
import { DiffList } from "./diff-list";

/** The side that is the draft; others are ids of deployments. */
export const draftSide = "draft";
const refOf = (id: string): DefinitionRef => (id === draftSide ? { draft: true } : { deploymentId: id });

type ComparisonProps = {
  apiId: string;
  list: readonly { id: string; description?: string }[];
  from: string;
  to: string;
  onChange: (next: { from?: string; to?: string }) => void;
  onClose: () => void;
};

/** Two sides of an API, deployments or the draft, and what differs between them. */
export function Comparison({ apiId, list, from, to, onChange, onClose }: ComparisonProps) {
  const diff = useOperation("diff", { apiId, from: refOf(from), to: refOf(to) });
  const choices = (
    <>
      <option value={draftSide}>Draft</option>
      {list.map((each) => (
        <option key={each.id} value={each.id}>
          {[each.id, each.description].filter(Boolean).join(", ")}
        </option>
      ))}
    </>
  );
  return (
    <section aria-label="Comparison" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-3">
      <div className="flex items-end gap-2">
        <Field label="From" className="flex-1">
          {(ids) => (
            <NativeSelect {...ids} value={from} onChange={(event) => onChange({ from: event.target.value })}>
              {choices}
            </NativeSelect>
          )}
        </Field>
        <Field label="To" className="flex-1">
          {(ids) => (
            <NativeSelect {...ids} value={to} onChange={(event) => onChange({ to: event.target.value })}>
              {choices}
            </NativeSelect>
          )}
        </Field>
        <Button onClick={onClose}>Close</Button>
      </div>
      <QueryState query={diff} what="the difference">
        {(changes) =>
          changes.length === 0 ? (
            <Alert tone="ok">Both have the same content.</Alert>
          ) : (
            <>
              <div className="flex items-center gap-2">
                <h2 className="mr-auto text-lg">{plural(changes.length, "change")}</h2>
                <CopyAs what="these changes" size="sm" subject={{ kind: "diff", apiId, from: refOf(from), to: refOf(to) }} hasKey />
              </div>
              <DiffList changes={changes} />
            </>
          )
        }
      </QueryState>
    </section>
  );
}

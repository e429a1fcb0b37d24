"use client";
import { ChevronRight, Minus, Pencil, Plus } from "lucide-react";
import { Badge, Verb } from "@/components/ui/badge";
import type { DefinitionChange, FieldChange } from "@/lib/definition/diff";
import { TextDiff } from "./text-diff";

const kinds = {
  added: { tone: "ok", icon: <Plus aria-hidden />, word: "added" },
  changed: { tone: "warn", icon: <Pencil aria-hidden />, word: "changed" },
  removed: { tone: "error", icon: <Minus aria-hidden />, word: "removed" },
} as const;

const rowsMax = 200;

type Change = Pick<DefinitionChange, "kind" | "label" | "path" | "verb" | "fields"> & { entity: string };

/** Changes of things, one row each; a row opens to its fields with texts side by side. */
export function DiffList({ changes }: { changes: readonly Change[]; apiId?: string }) {
  const shown = changes.slice(0, rowsMax);
  return (
    <div className="divide-y divide-line rounded-md border border-line">
      {shown.map((change) => (
        <ChangeRow key={`${change.kind} ${change.entity} ${change.label}`} change={change} open={changes.length <= 3} />
      ))}
      {changes.length > rowsMax ? <p className="px-3 py-2 text-muted">and {changes.length - rowsMax} more</p> : null}
    </div>
  );
}

function ChangeRow({ change, open }: { change: Change; open: boolean }) {
  const kind = kinds[change.kind];
  return (
    <details open={open} className="group">
      <summary className="flex min-h-9 list-none items-center gap-2 px-3 outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted transition-transform group-open:rotate-90" />
        <Badge tone={kind.tone}>
          {kind.icon}
          {kind.word}
        </Badge>
        {change.verb ? <Verb verb={change.verb} /> : null}
        <span className="min-w-0 truncate font-mono text-sm">{change.path ?? change.label}</span>
        <span className="ml-auto text-muted text-sm">{summary(change)}</span>
      </summary>
      {change.fields.length === 0 ? (
        <p className="border-line border-t bg-sunken px-3 py-2.5 text-muted">Nothing but the thing itself.</p>
      ) : (
        <dl className="flex flex-col gap-3 border-line border-t bg-sunken px-3 py-2.5">
          {change.fields.map((field) => (
            <FieldRow key={field.field} field={field} />
          ))}
        </dl>
      )}
    </details>
  );
}

function summary(change: Change): string {
  if (change.kind !== "changed") return "";
  const [first] = change.fields;
  return change.fields.length === 1 && first ? (first.field.split(" › ").at(-1) ?? "") : `${change.fields.length} fields`;
}

function FieldRow({ field }: { field: FieldChange }) {
  return (
    <div className="flex flex-col gap-1">
      <dt className="text-muted text-sm">{field.field}</dt>
      <dd>
        <TextDiff from={field.from} to={field.to} />
      </dd>
    </div>
  );
}

"use client";
import { ChevronRight, Undo2 } from "lucide-react";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { TextDiff } from "@/components/diff/text-diff";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Input, RevisionSummary } from "@/lib/client/operations";

const pageSize = 50;

type Props = { filter: Omit<Input<"listRevisions">, "limit" | "before">; empty: string };

/** Who changed what and when, newest first; a row opens to what was before and after. */
export function RevisionList({ filter, empty }: Props) {
  const [limit, setLimit] = useState(pageSize);
  const revisions = useOperation("listRevisions", { ...filter, limit }, { keepPrevious: true });
  if (revisions.error) {
    return (
      <Alert
        tone="error"
        title="Could not read the history."
        actions={
          <Button size="sm" onClick={() => revisions.refetch()}>
            Try again
          </Button>
        }
      >
        {revisions.error.message}
      </Alert>
    );
  }
  if (!revisions.data) return <SkeletonRows label="Reading the history" />;
  if (revisions.data.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <div className="flex flex-col gap-2">
      <ol className="divide-y divide-line rounded-md border border-line bg-raised">
        {revisions.data.map((revision) => (
          <RevisionRow key={revision.seq} revision={revision} />
        ))}
      </ol>
      {revisions.data.length >= limit ? (
        <Button className="self-center" busy={revisions.isFetching} onClick={() => setLimit(limit + pageSize)}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function RevisionRow({ revision }: { revision: RevisionSummary }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
        <summary className="flex min-h-10 list-none items-center gap-2 px-3 py-1 outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted transition-transform group-open:rotate-90" />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{revision.summary}</span>
            <span className="block text-muted text-sm">
              <Time date={revision.at} /> by {revision.actor}
            </span>
          </span>
          <Badge>{revision.via}</Badge>
          <code className="text-muted text-xs">#{revision.seq}</code>
        </summary>
        {open ? <RevisionBody revision={revision} /> : null}
      </details>
    </li>
  );
}

function RevisionBody({ revision }: { revision: RevisionSummary }) {
  const { canWrite } = useUser();
  const detail = useOperation("getRevision", { seq: revision.seq });
  const { takeBack, busy } = useUndo();
  if (!detail.data) return <SkeletonRows rows={2} label="Reading the revision" />;
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-sunken p-3">
      {detail.data.rows.slice(0, 20).map((row) => (
        <div key={`${row.model} ${row.key}`} className="flex flex-col gap-1">
          <span className="text-muted text-sm">
            {row.model} <code>{row.key}</code>
          </span>
          <TextDiff from={asText(row.before)} to={asText(row.after)} />
        </div>
      ))}
      {detail.data.rows.length > 20 ? <p className="text-muted">and {detail.data.rows.length - 20} more rows</p> : null}
      {detail.data.rows.length === 0 ? <p className="text-muted">No definition changed, so there is nothing to take back.</p> : null}
      {canWrite && detail.data.rows.length > 0 ? (
        <Button className="self-start" busy={busy} onClick={() => takeBack(revision.seq)}>
          <Undo2 aria-hidden /> Take this back
        </Button>
      ) : null}
    </div>
  );
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : JSON.stringify(value, null, 2);
}

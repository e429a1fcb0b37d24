"use client";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { RevisionSummary } from "@/lib/client/audit-operations";
import type { Input } from "@/lib/client/operations";
import { RevisionBody } from "./revision-body";
import { useRevisionPages } from "./use-revision-pages";

type Props = {
  filter: Omit<Input<"listRevisions">, "limit" | "before">;
  empty: ReactNode;
  /** The entry that an address opens, and what to do when another one is opened. */
  opened?: { seq: number | null; onOpen: (seq: number | null) => void };
};

/** Who changed what and when, newest first; a row opens to what was before and after. */
export function RevisionList({ filter, empty, opened }: Props) {
  const [own, setOwn] = useState<number | null>(null);
  const pages = useRevisionPages(filter);
  const open = opened === undefined ? own : opened.seq;
  const onOpen = opened === undefined ? setOwn : opened.onOpen;
  if (pages.error && pages.data === undefined) {
    return (
      <Alert
        tone="error"
        title="Could not read the history."
        actions={
          <Button size="sm" onClick={() => pages.refetch()}>
            Try again
          </Button>
        }
      >
        {pages.error.message}
      </Alert>
    );
  }
  if (!pages.data) return <SkeletonRows label="Reading the history" />;
  const revisions = pages.data.pages.flat();
  if (revisions.length === 0) return typeof empty === "string" ? <p className="text-muted">{empty}</p> : empty;
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label="Changes" className="divide-y divide-line rounded-md border border-line bg-raised">
        {revisions.map((revision) => (
          <RevisionRow
            key={revision.seq}
            revision={revision}
            open={open === revision.seq}
            onToggle={(isOpen) => {
              if (isOpen) onOpen(revision.seq);
              else if (open === revision.seq) onOpen(null);
            }}
          />
        ))}
      </ol>
      {pages.hasNextPage ? (
        <Button className="self-center" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

type RowProps = { revision: RevisionSummary; open: boolean; onToggle: (isOpen: boolean) => void };

function RevisionRow({ revision, open, onToggle }: RowProps) {
  return (
    <li>
      <details open={open} onToggle={(event) => onToggle(event.currentTarget.open)} className="group">
        <summary className="flex min-h-10 list-none items-center gap-2 px-3 py-1 outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted transition-transform group-open:rotate-90" />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{revision.summary}</span>
            <span className="block text-muted text-sm">
              <Time date={revision.at} /> by {revision.actor}
            </span>
          </span>
          {revision.undoes === undefined ? null : <Badge tone="info">takes back #{revision.undoes}</Badge>}
          <Badge>{revision.via}</Badge>
          <code className="text-muted text-xs">#{revision.seq}</code>
        </summary>
        {open ? <RevisionBody seq={revision.seq} /> : null}
      </details>
    </li>
  );
}

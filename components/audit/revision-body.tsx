"use client";
import { Undo2 } from "lucide-react";
import { useOperation } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { DiffList } from "@/components/diff/diff-list";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import type { RevisionDetail, RevisionSummary } from "@/lib/client/audit-operations";
import { plural } from "@/lib/client/format";
import { listRowChanges } from "./list-row-changes";

/** What a revision changed, thing by thing and field by field, and the way back. */
export function RevisionBody({ seq }: { seq: number }) {
  const detail = useOperation("getRevision", { seq });
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-sunken p-3">
      <QueryState query={detail} what="the revision">
        {(revision) => <Detail revision={revision} />}
      </QueryState>
    </div>
  );
}

function Detail({ revision }: { revision: RevisionDetail }) {
  if (revision.rows.length === 0) return <p className="text-muted">No definition changed, so there is nothing to take back.</p>;
  return (
    <>
      <DiffList changes={listRowChanges(revision.rows)} />
      <TakeBack revision={revision} />
    </>
  );
}

/** What those who deploy write. */
const releaseModels: ReadonlySet<string> = new Set(["Stage", "Deployment", "Approval"]);

function TakeBack({ revision: { seq, rows, blockedBy } }: { revision: RevisionDetail }) {
  const { canWrite, canDeploy } = useUser();
  const { takeBack, busy } = useUndo();
  // Releases are taken back by whoever may make them; the server decides.
  const isRelease = rows.every(({ model }) => releaseModels.has(model));
  if (!canWrite && !(canDeploy && isRelease)) return null;
  const undo = blockedBy.find(({ undoes }) => undoes === seq);
  if (undo !== undefined) {
    return (
      <p className="text-muted">
        {undo.actor} took this back with <code>#{undo.seq}</code>.
      </p>
    );
  }
  if (blockedBy.length > 0) return <Blocked blockedBy={blockedBy} />;
  return (
    <Button className="self-start" busy={busy} onClick={() => takeBack(seq)}>
      <Undo2 aria-hidden /> Take this back
    </Button>
  );
}

const shownMax = 5;

function Blocked({ blockedBy }: { blockedBy: readonly RevisionSummary[] }) {
  const more = blockedBy.length - shownMax;
  return (
    <Alert tone="info" title={`To take this back, take back ${plural(blockedBy.length, "later change")} of the same things first.`}>
      <ul>
        {blockedBy.slice(0, shownMax).map(({ seq, actor, summary }) => (
          <li key={seq}>
            <code>#{seq}</code> {summary}, by {actor}
          </li>
        ))}
      </ul>
      {more > 0 ? <p>and {more} more</p> : null}
    </Alert>
  );
}

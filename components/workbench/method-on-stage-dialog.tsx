"use client";
import { useOperation } from "@/components/data/use-operations";
import { DiffList } from "@/components/diff/diff-list";
import { Alert } from "@/components/ui/alert";
import { Dialog } from "@/components/ui/dialog";
import { QueryState } from "@/components/ui/query-state";
import type { HttpVerb } from "@/lib/definition/rest-api";

type Props = { apiId: string; path: string; verb: HttpVerb; stageName: string; onClose: () => void };

/** How the draft of one method differs from what a stage serves. */
export function MethodOnStageDialog({ apiId, path, verb, stageName, onClose }: Props) {
  const diff = useOperation("diff", { apiId, from: { stageName }, to: { draft: true } });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={`${verb} ${path} on ${stageName}`}
      description={`What the draft changes against what ${stageName} serves now.`}
    >
      <QueryState query={diff} what="the difference">
        {(changes) => {
          const own = changes.filter((change) => change.path === path && change.verb === verb);
          return own.length === 0 ? <Alert tone="ok">{stageName} serves the same by now.</Alert> : <DiffList changes={own} />;
        }}
      </QueryState>
    </Dialog>
  );
}

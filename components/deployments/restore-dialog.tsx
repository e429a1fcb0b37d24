"use client";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { DiffList } from "@/components/diff/diff-list";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";

type Props = { apiId: string; deploymentId: string; onClose: () => void };

/** Makes the draft what a deployment froze, after a look at what that changes in it. */
export function RestoreDialog({ apiId, deploymentId, onClose }: Props) {
  const diff = useOperation("diff", { apiId, from: { draft: true }, to: { deploymentId } });
  const write = useWrite("restoreDeployment");
  const { offer } = useUndo();
  const count = diff.data?.length ?? 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore ${deploymentId} to the draft?`}
      description="Stages serve on what they serve. Tests, saved requests and the documentation stay as they are. One undo takes it back."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            busy={write.isPending}
            disabled={count === 0}
            onClick={() =>
              write.mutate(
                { apiId, deploymentId },
                {
                  onSuccess: ({ revision }) => {
                    offer(`The draft is what ${deploymentId} froze`, revision);
                    onClose();
                  },
                },
              )
            }
          >
            {count === 0 ? "Restore" : `Restore ${plural(count, "change")}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {write.error ? (
          <Alert tone="error" live title="That was refused.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <QueryState query={diff} what="the difference">
          {(changes) =>
            changes.length === 0 ? (
              <Alert tone="ok">The draft has the same content already.</Alert>
            ) : (
              <section aria-label="What changes in the draft">
                <DiffList changes={changes} />
              </section>
            )
          }
        </QueryState>
      </div>
    </Dialog>
  );
}

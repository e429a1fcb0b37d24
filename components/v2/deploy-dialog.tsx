"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { BreakingCheck } from "@/components/deploy/breaking-check";
import { ClientChanges } from "@/components/diff/client-changes";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { V2ApiDetail, V2StageDetail } from "@/lib/client/v2-operations";

type Props = { api: V2ApiDetail; stage: V2StageDetail; onClose: () => void };

/** Puts the draft on a stage, after showing what that changes. */
export function V2DeployDialog({ api, stage, onClose }: Props) {
  const [note, setNote] = useState("");
  const { offer } = useUndo();
  const { stageName, deploymentId } = stage;
  const apiId = api.id;
  const deploy = useWrite("deployV2Api", {
    onSuccess: ({ revision }) => {
      onClose();
      offer(`${stageName} serves the draft of ${api.name}`, revision);
    },
  });
  const submit = () => deploy.mutate({ apiId, stageName, ...(note.trim() === "" ? {} : { description: note.trim() }) });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Deploy to ${stageName}`}
      description="Freezes the draft in a deployment and puts it on the stage. Running requests finish on the old one."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="deploy-v2" busy={deploy.isPending}>
            Deploy to {stageName}
          </Button>
        </>
      }
    >
      <form
        id="deploy-v2"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Note" optional>
          {(ids) => (
            <Input
              {...ids}
              value={note}
              maxLength={1_024}
              placeholder="What changes and why"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {deploy.error ? (
          <Alert tone="error" live title={`Could not deploy to ${stageName}.`}>
            <code>{deploy.error.message}</code>
          </Alert>
        ) : null}
        {deploymentId === "" ? (
          <p className="text-muted">The stage serves nothing yet; with this deployment it serves the whole draft.</p>
        ) : (
          <>
            <section aria-label="Checks" className="flex flex-col gap-2">
              <h3 className="text-lg">Checks</h3>
              <BreakingCheck apiId={apiId} stageName={stageName} onLeave={onClose} />
            </section>
            <ClientChanges
              apiId={apiId}
              stageName={stageName}
              from={{ stageName }}
              to={{ draft: true }}
              same={`${stageName} already serves exactly this draft.`}
            />
          </>
        )}
      </form>
    </Dialog>
  );
}

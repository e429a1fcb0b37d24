"use client";
import { useState } from "react";
import { toast } from "sonner";
import { ApprovalCheck } from "@/components/approvals/approval-check";
import { tellAsked } from "@/components/approvals/tell-asked";
import { useApprovals } from "@/components/approvals/use-approvals";
import { useWrite } from "@/components/data/use-operations";
import { useSetDeployment } from "@/components/data/use-set-deployment";
import { VariablesCheck } from "@/components/deploy/variables-check";
import { ClientChanges } from "@/components/diff/client-changes";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import type { DeploymentSummary, StageDetail } from "@/lib/client/operations";

type Props = { apiId: string; deployment: DeploymentSummary; stages: readonly StageDetail[]; onClose: () => void };

/** Puts a deployment as it is on one more stage: nothing is frozen anew. */
export function PromoteDialog({ apiId, deployment, stages, onClose }: Props) {
  const others = stages.filter(({ deploymentId }) => deploymentId !== deployment.id);
  const [stageName, setStageName] = useState(others[0]?.stageName ?? "");
  const stage = others.find((each) => each.stageName === stageName);
  const write = useWrite("setStageDeployment");
  const back = useSetDeployment();
  const { isProtected, findOpen } = useApprovals(apiId);
  const isReady = stage !== undefined && findOpen(stageName) === undefined;

  function submit() {
    if (!isReady || stage === undefined || write.isPending) return;
    write.mutate(
      { apiId, stageName, deploymentId: deployment.id },
      {
        onSuccess: ({ approvalId }) => {
          onClose();
          if (approvalId !== undefined) {
            tellAsked({ stageName, deploymentId: deployment.id });
            return;
          }
          const undo = () => back.mutate({ apiId, stageName, deploymentId: stage.deploymentId });
          toast.success(`${stageName} serves ${deployment.id}`, { action: { label: "Undo", onClick: undo } });
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Promote ${deployment.id}`}
      description="The very same deployment serves one more stage. The stage keeps its variables, throttling, cache and logs."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={write.isPending} disabled={!isReady} onClick={submit}>
            {isProtected(stageName) ? "Ask to promote" : "Promote"} to {stageName}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Stage">
          {(ids) => (
            <NativeSelect {...ids} value={stageName} onChange={(event) => setStageName(event.target.value)}>
              {others.map((each) => (
                <option key={each.stageName} value={each.stageName}>
                  {each.stageName}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {write.error ? (
          <Alert tone="error" live title={`Could not promote to ${stageName}.`}>
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <ApprovalCheck apiId={apiId} stageName={stageName} onLeave={onClose} />
        <VariablesCheck apiId={apiId} stageName={stageName} deploymentId={deployment.id} onLeave={onClose} />
        <ClientChanges
          apiId={apiId}
          stageName={stageName}
          from={{ stageName }}
          to={{ deploymentId: deployment.id }}
          same={`${stageName} serves the same content already.`}
        />
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

"use client";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { ApprovalCheck } from "@/components/approvals/approval-check";
import { tellAsked } from "@/components/approvals/tell-asked";
import { useApprovals } from "@/components/approvals/use-approvals";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useSetDeployment } from "@/components/data/use-set-deployment";
import { VariablesCheck } from "@/components/deploy/variables-check";
import { ClientChanges } from "@/components/diff/client-changes";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import { absoluteTime, relativeTime } from "@/lib/client/format";
import type { DeploymentSummary, StageDetail } from "@/lib/client/operations";

const offeredMax = 10;

const label = ({ id, createdDate, description }: DeploymentSummary) =>
  [id, relativeTime(createdDate), description].filter(Boolean).join(", ");

/** Puts an earlier deployment back on the stage, after showing what that changes. */
export function RollBack({ stage }: { stage: StageDetail }) {
  const [open, setOpen] = useState(false);
  const deployments = useOperation("listDeployments", { apiId: stage.apiId });
  const others = (deployments.data ?? []).filter((each) => each.id !== stage.deploymentId).slice(0, offeredMax);
  return (
    <>
      <Button disabled={others.length === 0} onClick={() => setOpen(true)}>
        <Undo2 aria-hidden /> Roll back
      </Button>
      {open ? (
        <RollBackDialog
          stage={stage}
          others={others}
          current={deployments.data?.find((each) => each.id === stage.deploymentId)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

type Props = { stage: StageDetail; others: readonly DeploymentSummary[]; current: DeploymentSummary | undefined; onClose: () => void };

function RollBackDialog({ stage, others, current, onClose }: Props) {
  const { apiId, stageName } = stage;
  // The one before what is served now, else the newest other one.
  const before = others.find((each) => current === undefined || each.createdDate < current.createdDate) ?? others[0];
  const [deploymentId, setDeploymentId] = useState(before?.id ?? "");
  const write = useWrite("setStageDeployment");
  const { isProtected, findOpen } = useApprovals(apiId);
  const isAsked = isProtected(stageName);
  const back = useSetDeployment();
  const chosen = others.find((each) => each.id === deploymentId);

  function submit() {
    const previous = stage.deploymentId;
    write.mutate(
      { apiId, stageName, deploymentId },
      {
        onSuccess: ({ approvalId }) => {
          onClose();
          if (approvalId !== undefined) {
            tellAsked({ stageName, deploymentId });
            return;
          }
          toast.success(`${stageName} is back on ${deploymentId}`, {
            action: { label: "Undo", onClick: () => back.mutate({ apiId, stageName, deploymentId: previous }) },
          });
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Roll back ${stageName}`}
      description="Live within a second. Running requests finish on what they began with."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={write.isPending} disabled={!chosen || findOpen(stageName) !== undefined} onClick={submit}>
            {isAsked ? "Ask to roll back" : "Roll back"} to {deploymentId}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Deployment" help={chosen ? absoluteTime(chosen.createdDate) : undefined}>
          {(ids) => (
            <NativeSelect {...ids} value={deploymentId} onChange={(event) => setDeploymentId(event.target.value)}>
              {others.map((each) => (
                <option key={each.id} value={each.id}>
                  {label(each)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Alert tone="info" title="What does not move">
          Stage variables, throttling, cache, logs and canary settings stay as they are now. The draft stays too.
        </Alert>
        <ApprovalCheck apiId={apiId} stageName={stageName} onLeave={onClose} />
        {chosen ? <VariablesCheck apiId={apiId} stageName={stageName} deploymentId={deploymentId} onLeave={onClose} /> : null}
        {write.error ? (
          <Alert tone="error" live title={`Could not roll back ${stageName}.`}>
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        {chosen ? (
          <ClientChanges
            apiId={apiId}
            stageName={stageName}
            from={{ deploymentId: stage.deploymentId }}
            to={{ deploymentId }}
            same="Both deployments have the same content."
          />
        ) : null}
      </div>
    </Dialog>
  );
}

"use client";
import { Fragment, useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { VariablesCheck } from "@/components/deploy/variables-check";
import { ClientChanges } from "@/components/diff/client-changes";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { ApprovalView } from "@/lib/client/approval-operations";
import { plural } from "@/lib/client/format";
import { type AskedCanary, approvalReasonMax } from "@/lib/definition/approval";

type Props = { apiId: string; approval: ApprovalView; onClose: () => void };

/** What somebody asks to deploy, against what the stage serves, with the decision of a second member. */
export function ReviewDialog({ apiId, approval, onClose }: Props) {
  const { id: approvalId, stageName, deploymentId, canary, requestedBy, description, remark, isStale } = approval;
  const user = useUser();
  const isOwn = requestedBy.userId === user.id;
  const [isDeclining, setDeclining] = useState(false);
  const [reason, setReason] = useState("");
  const approve = useWrite("approveDeployment");
  const decline = useWrite("declineDeployment");
  const withdraw = useWrite("withdrawDeployment");
  const isBusy = approve.isPending || decline.isPending || withdraw.isPending;
  const error = approve.error ?? decline.error ?? withdraw.error;

  const decided = (text: string) => ({
    onSuccess: () => {
      onClose();
      toast.success(text);
    },
  });
  const submitDecline = () => {
    if (reason.trim() === "" || isBusy) return;
    decline.mutate({ apiId, approvalId, reason: reason.trim() }, decided(`Declined what ${requestedBy.name} asks for`));
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={canary ? `Send ${canary.percentTraffic}% of ${stageName} to ${deploymentId}?` : `Deploy ${deploymentId} to ${stageName}?`}
      description={`${requestedBy.name} asks for it. What is approved is exactly this deployment, whatever the draft is by now.`}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {user.canDeploy && isOwn ? (
            <Button
              look="danger"
              busy={withdraw.isPending}
              disabled={isBusy}
              onClick={() => withdraw.mutate({ apiId, approvalId }, decided(`Withdrew ${deploymentId}`))}
            >
              Withdraw
            </Button>
          ) : null}
          {user.canDeploy && !isOwn && !isDeclining ? (
            <>
              <Button look="danger" disabled={isBusy} onClick={() => setDeclining(true)}>
                Decline ...
              </Button>
              <Button
                look="primary"
                busy={approve.isPending}
                disabled={isBusy || isStale}
                onClick={() =>
                  approve.mutate(
                    { apiId, approvalId },
                    decided(
                      canary ? `${canary.percentTraffic}% of ${stageName} go to ${deploymentId}` : `${stageName} serves ${deploymentId}`,
                    ),
                  )
                }
              >
                {canary ? "Approve and start the canary" : `Approve and deploy to ${stageName}`}
              </Button>
            </>
          ) : null}
          {user.canDeploy && !isOwn && isDeclining ? (
            <Button look="danger" busy={decline.isPending} disabled={isBusy || reason.trim() === ""} onClick={submitDecline}>
              Decline
            </Button>
          ) : null}
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submitDecline();
        }}
      >
        {error ? (
          <Alert tone="error" live title="That was refused.">
            <code>{error.message}</code>
          </Alert>
        ) : null}
        {isStale ? (
          <Alert tone="error" title={`${stageName} serves something else by now.`}>
            What was compared is out of date, so it cannot be approved.{" "}
            {isOwn ? "Withdraw it and ask anew." : "It has to be asked for anew."}
          </Alert>
        ) : isOwn ? (
          <Alert tone="info" title="Another member has to approve it.">
            Owners, editors and deployers can; whoever asks cannot.
          </Alert>
        ) : null}
        {isDeclining ? (
          <Field
            label="Reason to decline"
            help={`${requestedBy.name} and the history of the API get it.`}
            error={decline.error?.fields.reason}
          >
            {(ids) => (
              <Input {...ids} autoFocus maxLength={approvalReasonMax} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        ) : null}
        {description ? (
          <section aria-label="Note">
            <h3 className="text-lg">Note</h3>
            <p className="break-words">{description}</p>
          </section>
        ) : null}
        {remark ? (
          <section aria-label="Checks">
            <h3 className="text-lg">Checks</h3>
            <p>When it was asked for: {remark}</p>
          </section>
        ) : null}
        {canary ? <AskedCanaryFacts canary={canary} /> : null}
        <VariablesCheck apiId={apiId} stageName={stageName} deploymentId={deploymentId} onLeave={onClose} />
        <ClientChanges
          apiId={apiId}
          stageName={stageName}
          from={{ deploymentId: approval.fromDeploymentId }}
          to={{ deploymentId }}
          same="Both deployments have the same content."
        />
      </form>
    </Dialog>
  );
}

function AskedCanaryFacts({ canary: { percentTraffic, stageVariableOverrides = {}, useStageCache, rules = [] } }: { canary: AskedCanary }) {
  const overrides = Object.entries(stageVariableOverrides);
  return (
    <section aria-label="Canary">
      <h3 className="text-lg">Canary</h3>
      <p>
        {percentTraffic}% of the calls are answered by it, {useStageCache ? "with the stage's cache" : "with a cache of its own"}, and{" "}
        {rules.length === 0 ? "no rule stops it" : `${plural(rules.length, "rule")} may stop it`}.
      </p>
      {overrides.length > 0 ? (
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
          {overrides.map(([name, value]) => (
            <Fragment key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd className="break-all">
                <code>{value}</code>
              </dd>
            </Fragment>
          ))}
        </dl>
      ) : null}
    </section>
  );
}

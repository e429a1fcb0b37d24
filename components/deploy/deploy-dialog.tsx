"use client";
import { useState } from "react";
import { toast } from "sonner";
import { tellAsked } from "@/components/approvals/tell-asked";
import { useApprovals } from "@/components/approvals/use-approvals";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useSetDeployment } from "@/components/data/use-set-deployment";
import { DiffList } from "@/components/diff/diff-list";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { plural } from "@/lib/client/format";
import type { StageState } from "@/lib/client/operations";
import { DeployChecks, useFailedChecks } from "./deploy-checks";

const newStage = "+ new stage";

type Props = { apiId: string; stages: readonly StageState[]; initialStage: string | undefined; onClose: () => void };

export function DeployDialog({ apiId, stages, initialStage, onClose }: Props) {
  const [choice, setChoice] = useState(initialStage ?? newStage);
  const [name, setName] = useState(stages.length === 0 ? "prod" : "");
  const [note, setNote] = useState("");
  const [reason, setReason] = useState("");
  const isNew = choice === newStage;
  const stageName = isNew ? name.trim() : choice;
  const failed = useFailedChecks(apiId, stageName) ?? 0;
  const current = stages.find((stage) => stage.stageName === stageName);
  const { findOpen } = useApprovals(apiId);
  const deploy = useWrite("deploy");
  const rollBack = useSetDeployment();

  // Suites run when it is deployed; the refusal says what failed.
  const isBlocked = failed > 0 || deploy.error?.fields.overrideReason !== undefined;
  const isReady = stageName !== "" && (!isBlocked || reason.trim() !== "") && findOpen(stageName) === undefined;

  function submit() {
    if (!isReady || deploy.isPending) return;
    deploy.mutate(
      {
        apiId,
        stageName,
        ...(note.trim() ? { description: note.trim() } : {}),
        ...(isBlocked ? { overrideReason: reason.trim() } : {}),
      },
      {
        onSuccess: ({ invokeUrl, deploymentId, approvalId }) => {
          onClose();
          if (approvalId !== undefined) {
            tellAsked({ stageName, deploymentId });
            return;
          }
          toast.success(`Deployed to ${stageName}`, {
            description: invokeUrl,
            ...(current
              ? { action: { label: "Undo", onClick: () => rollBack.mutate({ apiId, stageName, deploymentId: current.deploymentId }) } }
              : {}),
          });
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Deploy"
      description="Freezes the draft in a deployment and puts it on a stage. Running requests finish on the old one."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={deploy.isPending} disabled={!isReady} onClick={submit}>
            {deployLabel(stageName, current)}
            {isBlocked ? " all the same" : ""}
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
        <div className="grid grid-cols-[200px_1fr] gap-3">
          <Field label="Stage">
            {(ids) => (
              <NativeSelect {...ids} value={choice} onChange={(event) => setChoice(event.target.value)}>
                {stages.map((stage) => (
                  <option key={stage.stageName} value={stage.stageName}>
                    {stage.stageName}
                  </option>
                ))}
                <option value={newStage}>New stage ...</option>
              </NativeSelect>
            )}
          </Field>
          {isNew ? (
            <Field label="Name of the new stage" error={deploy.error?.fields.stageName}>
              {(ids) => (
                <Input
                  {...ids}
                  value={name}
                  maxLength={128}
                  pattern="[A-Za-z0-9_\-]+"
                  required
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
          ) : (
            <Field label="Note" optional>
              {(ids) => (
                <Input
                  {...ids}
                  value={note}
                  maxLength={1024}
                  placeholder="What changes and why"
                  onChange={(event) => setNote(event.target.value)}
                />
              )}
            </Field>
          )}
        </div>
        {deploy.error ? (
          <Alert tone="error" title={`Could not deploy to ${stageName}.`} live>
            <code>{deploy.error.message}</code>
          </Alert>
        ) : null}
        <DeployChecks
          apiId={apiId}
          stage={current}
          stageName={stageName}
          isBlocked={isBlocked}
          reason={reason}
          onReason={setReason}
          onLeave={onClose}
        />
        {current ? (
          <StageDiff apiId={apiId} stageName={current.stageName} />
        ) : (
          <p className="text-muted">The stage is made with this deployment; it serves the whole draft.</p>
        )}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

function deployLabel(stageName: string, current: StageState | undefined): string {
  if (stageName === "") return "Deploy";
  if (current === undefined) return `Deploy to ${stageName}`;
  const what = current.changes === 0 ? `deploy again to ${stageName}` : `deploy ${plural(current.changes, "change")} to ${stageName}`;
  return current.isProtected ? `Ask to ${what}` : `D${what.slice(1)}`;
}

function StageDiff({ apiId, stageName }: { apiId: string; stageName: string }) {
  const diff = useOperation("diff", { apiId, from: { stageName }, to: { draft: true } });
  if (diff.error)
    return (
      <Alert tone="error" title="Could not compare the draft with the stage.">
        {diff.error.message}
      </Alert>
    );
  if (!diff.data) return <SkeletonRows rows={3} label="Comparing" />;
  if (diff.data.length === 0) return <Alert tone="ok" title={`${stageName} already serves exactly this draft.`} />;
  return (
    <section aria-label={`Changes against ${stageName}`} className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <h3 className="mr-auto text-lg">
          {plural(diff.data.length, "change")} against {stageName}
        </h3>
        <CopyAs what="these changes" size="sm" subject={{ kind: "diff", apiId, from: { stageName }, to: { draft: true } }} />
      </div>
      <DiffList changes={diff.data} apiId={apiId} />
    </section>
  );
}

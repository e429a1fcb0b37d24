"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { ClientChanges } from "@/components/diff/client-changes";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { absoluteTime, relativeTime } from "@/lib/client/format";
import type { V2DeploymentSummary, V2StageDetail } from "@/lib/client/v2-operations";

type Props = { apiId: string; stage: V2StageDetail; onClose: () => void };

/** Puts an earlier deployment back on a stage. */
export function V2RollBackDialog(props: Props) {
  const deployments = useOperation("listV2Deployments", { apiId: props.apiId });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={`Roll back ${props.stage.stageName}`}
      description="Live within a second. Running requests finish on what they began with."
      width="lg"
    >
      <QueryState query={deployments} what="the deployments">
        {(list) => <Choice {...props} others={list.filter(({ id }) => id !== props.stage.deploymentId)} />}
      </QueryState>
    </Dialog>
  );
}

const label = ({ id, createdDate, description, author }: V2DeploymentSummary) =>
  [id, relativeTime(createdDate), author, description].filter(Boolean).join(", ");

function Choice({ apiId, stage, onClose, others }: Props & { others: readonly V2DeploymentSummary[] }) {
  const [deploymentId, setDeploymentId] = useState(others[0]?.id ?? "");
  const { offer } = useUndo();
  const { stageName, version } = stage;
  const write = useWrite("updateV2Stage", {
    onSuccess: ({ revision }) => {
      onClose();
      offer(`${stageName} is back on ${deploymentId}`, revision);
    },
  });
  const chosen = others.find(({ id }) => id === deploymentId);
  if (chosen === undefined) return <p className="text-muted">There is no other deployment.</p>;
  return (
    <div className="flex flex-col gap-4">
      <Field label="Deployment" help={absoluteTime(chosen.createdDate)}>
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
        Stage variables, throttling and logs stay as they are now. The draft stays too.
      </Alert>
      {write.error ? (
        <Alert tone="error" live title={`Could not roll back ${stageName}.`}>
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      <ClientChanges
        apiId={apiId}
        stageName={stageName}
        from={{ deploymentId: stage.deploymentId }}
        to={{ deploymentId }}
        same="Both deployments have the same content."
      />
      <Button
        look="primary"
        className="self-end"
        busy={write.isPending}
        onClick={() => write.mutate({ apiId, stageName, edits: {}, deploymentId, expectedVersion: version })}
      >
        Roll back to {deploymentId}
      </Button>
    </div>
  );
}

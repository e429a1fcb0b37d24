"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";

type Props = { stackName: string; onClose: () => void };

export function DeleteStackDialog({ stackName, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState<string>();
  const remove = useWrite("deleteStack");
  const { offer } = useUndo();

  function confirm() {
    setRefused(undefined);
    remove.mutate(
      { stackName },
      {
        onSuccess: ({ revision, statusReason }) => {
          if (statusReason !== undefined) return setRefused(statusReason);
          onClose();
          offer(`Deleted stack ${stackName}`, revision);
        },
      },
    );
  }

  const problem = refused ?? remove.error?.message;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete stack ${stackName}?`}
      action="Delete stack"
      busy={remove.isPending}
      disabled={typed !== stackName}
      onConfirm={confirm}
    >
      <p>Everything that it made goes with it, and its stages stop answering at once. What its template retains stays.</p>
      <Field label={`Type ${stackName} to confirm`}>
        {(ids) => <Input {...ids} autoFocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {problem ? (
        <Alert tone="error" title={`Could not delete ${stackName}; nothing was removed.`} live>
          <code className="whitespace-pre-wrap">{problem}</code>
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { plural } from "@/lib/client/format";
import type { ApiSummary } from "@/lib/client/operations";

type Props = { api: Pick<ApiSummary, "id" | "name" | "stages">; onClose: () => void };

export function DeleteApiDialog({ api, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const remove = useWrite("deleteApi");
  const { offer } = useUndo();
  const router = useRouter();

  function confirm() {
    remove.mutate(
      { apiId: api.id },
      {
        onSuccess: ({ revision }) => {
          onClose();
          router.push("/apis");
          offer(`Deleted ${api.name}`, revision);
        },
      },
    );
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${api.name}?`}
      action="Delete API"
      busy={remove.isPending}
      disabled={typed !== api.name}
      onConfirm={confirm}
    >
      <p>
        {api.stages.length === 0
          ? "It is on no stage, so no traffic is affected."
          : `${plural(api.stages.length, "stage")} (${api.stages.map((stage) => stage.stageName).join(", ")}) will stop answering at once.`}
      </p>
      <Field label={`Type ${api.name} to confirm`}>
        {(ids) => <Input {...ids} autoFocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {remove.error ? (
        <Alert tone="error" title={`Could not delete ${api.name}.`} live>
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}

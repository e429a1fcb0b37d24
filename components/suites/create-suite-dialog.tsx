"use client";
import { type FormEvent, useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { SavedRequestDetail } from "@/lib/client/test-operations";

type Props = { apiId: string; requests: readonly SavedRequestDetail[]; onClose: () => void };

export function CreateSuiteDialog({ apiId, requests, onClose }: Props) {
  const [name, setName] = useState("");
  const create = useWrite("createSuite");
  const { offer } = useUndo();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "" || create.isPending) return;
    // It starts with every request: taking out is quicker than putting together.
    const suite = { name, requestIds: requests.slice(0, 200).map(({ id }) => id), runsBeforeDeploy: false };
    create.mutate(
      { apiId, suite },
      {
        onSuccess: ({ revision }) => {
          onClose();
          offer(`Created the suite ${name.trim()}`, revision);
        },
      },
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New suite"
      description="It starts with every saved request of the API."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-suite" look="primary" busy={create.isPending} disabled={name.trim() === ""}>
            Create the suite
          </Button>
        </>
      }
    >
      <form id="create-suite" onSubmit={submit}>
        <Field label="Name" error={create.error?.message}>
          {(ids) => <Input {...ids} autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { newTarget, TargetTable } from "./target-table";

type Props = { onClose: () => void; onCreated: (id: string) => void };

export function CreateVpcLinkDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [targets, setTargets] = useState([newTarget]);
  const write = useWrite("createVpcLink");
  const { offer } = useUndo();
  const whole = name.trim() !== "" && targets.every(({ host }) => host !== "");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New VPC link"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-vpc-link" look="primary" busy={write.isPending} disabled={!whole}>
            Create VPC link
          </Button>
        </>
      }
    >
      <form
        id="create-vpc-link"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { name: name.trim(), targets },
            {
              onSuccess: ({ id, revision }) => {
                offer(`Created VPC link ${name.trim()}`, revision);
                onCreated(id);
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the link.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name">
          {(ids) => <Input {...ids} autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <TargetTable targets={targets} onChange={setTargets} disabled={false} />
      </form>
    </Dialog>
  );
}

"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { VpcLinkKind } from "@/lib/client/operations";
import { newTarget, TargetTable } from "./target-table";
import { vpcLinkKinds } from "./vpc-link-kinds";

type Props = { onClose: () => void; onCreated: (id: string) => void };

export function CreateVpcLinkDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<VpcLinkKind>("REST");
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
            { kind, name: name.trim(), targets },
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
        <Field label="For" help={vpcLinkKinds[kind].help}>
          {(ids) => (
            <NativeSelect {...ids} value={kind} onChange={(event) => setKind(event.target.value === "HTTP" ? "HTTP" : "REST")}>
              <option value="REST">{vpcLinkKinds.REST.name}</option>
              <option value="HTTP">{vpcLinkKinds.HTTP.name}</option>
            </NativeSelect>
          )}
        </Field>
        <TargetTable targets={targets} onChange={setTargets} disabled={false} />
      </form>
    </Dialog>
  );
}

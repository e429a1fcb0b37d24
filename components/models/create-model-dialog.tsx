"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";

const firstSchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title": "NAME",
  "type": "object",
  "required": ["id"],
  "properties": {
    "id": { "type": "integer" }
  }
}`;

type Props = { apiId: string; onClose: () => void; onCreated: (name: string) => void };

export function CreateModelDialog({ apiId, onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [contentType, setContentType] = useState("application/json");
  const write = useWrite("createModel");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New model"
      description="It starts with a small schema to edit."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-model" look="primary" busy={write.isPending} disabled={name.trim() === ""}>
            Create model
          </Button>
        </>
      }
    >
      <form
        id="create-model"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const trimmed = name.trim();
          write.mutate(
            { apiId, name: trimmed, contentType, schema: firstSchema.replace("NAME", trimmed) },
            { onSuccess: () => onCreated(trimmed) },
          );
        }}
      >
        <Field label="Name" help="Letters and digits." error={write.error?.message}>
          {(ids) => <Input {...ids} autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Content type">
          {(ids) => <Input {...ids} mono value={contentType} onChange={(event) => setContentType(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

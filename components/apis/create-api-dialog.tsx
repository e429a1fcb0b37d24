"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";

const endpointTypes = ["REGIONAL", "EDGE", "PRIVATE"] as const;

export function CreateApiDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const create = useWrite("createApi");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [endpointType, setEndpointType] = useState<(typeof endpointTypes)[number]>("REGIONAL");

  function submit() {
    create.mutate(
      { name: name.trim(), endpointType, ...(description.trim() ? { description: description.trim() } : {}) },
      { onSuccess: ({ apiId }) => router.push(`/apis/${apiId}/resources?node=%2F`) },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New REST API"
      description="It starts with the root resource and nothing else."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="create-api" busy={create.isPending || create.isSuccess} disabled={name.trim() === ""}>
            Create API
          </Button>
        </>
      }
    >
      <form
        id="create-api"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {create.error ? (
          <Alert tone="error" title="Could not create the API." live>
            <code>{create.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name" error={create.error?.fields.name}>
          {(ids) => <Input {...ids} autoFocus required maxLength={1024} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Description" optional>
          {(ids) => <Input {...ids} maxLength={1024} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        <Field
          label="Endpoint type"
          help="Regional serves clients directly. Edge-optimized is emulated: it adds the edge's headers. Private takes calls from VPC endpoints only."
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              value={endpointType}
              onChange={(event) => setEndpointType(event.target.value as (typeof endpointTypes)[number])}
            >
              <option value="REGIONAL">Regional</option>
              <option value="EDGE">Edge-optimized</option>
              <option value="PRIVATE">Private</option>
            </NativeSelect>
          )}
        </Field>
      </form>
    </Dialog>
  );
}

"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { DomainRef, DomainSummary } from "@/lib/client/operations";

type Props = { onClose: () => void; onCreated: (domain: DomainRef) => void };
type EndpointType = DomainSummary["endpointType"];

const types: Readonly<Record<EndpointType, { label: string; help: string }>> = {
  REGIONAL: { label: "Regional", help: "For APIs of every kind. What most domains are." },
  EDGE: {
    label: "Edge-optimized",
    help: "For REST APIs only. There is no edge here: backends get its CloudFront headers, emulated, and the rest is as of a regional one.",
  },
  PRIVATE: { label: "Private", help: "For private REST APIs, called through VPC endpoints that have access." },
};

export function CreateDomainDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [endpointType, setEndpointType] = useState<EndpointType>("REGIONAL");
  const write = useWrite("createDomain");
  const { offer } = useUndo();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New domain"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-domain" look="primary" busy={write.isPending} disabled={name.trim() === ""}>
            Create domain
          </Button>
        </>
      }
    >
      <form
        id="create-domain"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { domainName: name.trim(), endpointType },
            {
              onSuccess: ({ revision, ...domain }) => {
                offer(`Created domain ${domain.domainName}`, revision);
                onCreated(domain);
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the domain.">
            {write.error.message}
          </Alert>
        ) : null}
        <Field label="Name" help="api.example.com, or *.example.com for every name below it. Its DNS record must lead to the gateway.">
          {(ids) => <Input {...ids} mono autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Type" help={types[endpointType].help}>
          {(ids) => (
            <NativeSelect
              {...ids}
              value={endpointType}
              // The options are the names of the table.
              onChange={(event) => setEndpointType(event.target.value as EndpointType)}
            >
              {Object.entries(types).map(([type, { label }]) => (
                <option key={type} value={type}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </form>
    </Dialog>
  );
}

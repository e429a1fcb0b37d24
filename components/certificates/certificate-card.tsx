"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import type { ClientCertificateDetail } from "@/lib/client/operations";
import { Expiry } from "./expiry";

export function CertificateCard({ certificate }: { certificate: ClientCertificateDetail }) {
  const { id, version } = certificate;
  const saved = certificate.description ?? "";
  const { canWrite } = useUser();
  const [description, setDescription] = useState(saved);
  const write = useWrite("updateClientCertificate");
  const remove = useWrite("deleteClientCertificate");
  const { offer } = useUndo();
  return (
    <form
      aria-label={`Certificate ${id}`}
      className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { id, description, expectedVersion: version },
          { onSuccess: ({ revision }) => offer(`Saved certificate ${id}`, revision) },
        );
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-mono text-lg">{id}</h2>
        <CopyButton text={id} label={`Copy the id ${id}`} />
        <Expiry date={certificate.expirationDate} />
        <span className="flex-1" />
        <CopyAs what={`certificate ${id}`} size="sm" subject={{ kind: "clientCertificate", clientCertificateId: id }} />
        {canWrite ? (
          <Button
            look="danger"
            size="sm"
            busy={remove.isPending}
            onClick={() => remove.mutate({ id }, { onSuccess: ({ revision }) => offer(`Deleted certificate ${id}`, revision) })}
          >
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </div>
      {remove.error ? (
        <Alert tone="error" live title={`Could not delete ${id}.`}>
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
      <div className="flex items-end gap-2">
        <Field label="Description" optional className="flex-1">
          {(ids) => (
            <Input
              {...ids}
              maxLength={1024}
              disabled={!canWrite}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        {canWrite ? (
          <Button type="submit" busy={write.isPending} disabled={description === saved}>
            Save description
          </Button>
        ) : null}
      </div>
      {write.error ? (
        <Alert tone="error" live title={`Could not save ${id}.`}>
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      <details>
        <summary className="cursor-pointer rounded font-medium">Certificate, PEM</summary>
        <div className="mt-2 flex items-start gap-1 rounded-md border border-line bg-sunken p-2">
          <pre className="min-w-0 flex-1 overflow-x-auto text-xs">{certificate.certificate}</pre>
          <CopyButton text={certificate.certificate} label={`Copy the certificate ${id}`} />
        </div>
      </details>
    </form>
  );
}

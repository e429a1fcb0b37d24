"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { DomainRef } from "@/lib/client/operations";
import { PemField } from "./pem-field";

type Props = { kind: "certificate" | "truststore"; domain: DomainRef; version: number; onClose: () => void };

const texts = {
  certificate: {
    title: "Upload a certificate",
    description: "PEM, without a password. The key is sealed and never shown again.",
  },
  truststore: {
    title: "Upload a truststore",
    description:
      "The authorities that callers' certificates come from, as PEM, one after the other. It stands for the service's S3 address.",
  },
} as const;

export function PemDialog({ kind, domain, version, onClose }: Props) {
  const [body, setBody] = useState("");
  const [key, setKey] = useState("");
  const [chain, setChain] = useState("");
  const { offer } = useUndo();
  const certificate = useWrite("setDomainCertificate");
  const truststore = useWrite("setDomainTruststore");
  const error = certificate.error ?? truststore.error;
  const done = ({ revision }: { revision: number }) => {
    offer(`Set the ${kind} of ${domain.domainName}`, revision);
    onClose();
  };
  function send(): void {
    const target = { ...domain, expectedVersion: version };
    if (kind === "truststore") truststore.mutate({ ...target, bundle: body }, { onSuccess: done });
    else {
      const upload = { certificateBody: body, certificatePrivateKey: key, ...(chain === "" ? {} : { certificateChain: chain }) };
      certificate.mutate({ ...target, upload }, { onSuccess: done });
    }
  }
  const isWhole = body !== "" && (kind === "truststore" || key !== "");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts[kind].title}
      description={texts[kind].description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="pem" look="primary" busy={certificate.isPending || truststore.isPending} disabled={!isWhole}>
            Upload
          </Button>
        </>
      }
    >
      <form
        id="pem"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {error ? (
          <Alert tone="error" live title={`Could not take the ${kind}.`}>
            {error.message}
          </Alert>
        ) : null}
        <PemField label={kind === "certificate" ? "Certificate" : "Bundle"} value={body} onChange={setBody} />
        {kind === "certificate" ? (
          <>
            <PemField label="Private key" value={key} onChange={setKey} />
            <PemField label="Chain" isOptional value={chain} onChange={setChain} />
          </>
        ) : null}
      </form>
    </Dialog>
  );
}

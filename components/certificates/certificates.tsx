"use client";
import { BadgeCheck, Plus } from "lucide-react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { CertificateCard } from "./certificate-card";

/** Certificates with which gateways prove themselves to HTTPS backends. */
export function Certificates() {
  const certificates = useOperation("listClientCertificates", {});
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const write = useWrite("generateClientCertificate", {
    onSuccess: ({ id, revision }) => offer(`Generated certificate ${id}`, revision),
    onError: (error) => void toast.error("Could not generate a certificate.", { description: error.message }),
  });
  const generate = canWrite ? (
    <Button look="primary" busy={write.isPending} onClick={() => write.mutate({})}>
      <Plus aria-hidden /> Generate a certificate
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Client certificates"
      text="A stage that names one shows it to HTTPS backends, which then know that a call comes from here."
      actions={certificates.data && certificates.data.length > 0 ? generate : null}
    >
      <QueryState query={certificates} what="the certificates">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No client certificate yet" icon={<BadgeCheck />} action={generate}>
              Its key stays here; the backend trusts the certificate, which you copy to it.
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-3">
              {list.map((certificate) => (
                <li key={`${certificate.id} ${certificate.version}`}>
                  <CertificateCard certificate={certificate} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </PageFrame>
  );
}

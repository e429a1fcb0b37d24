"use client";
import { ShieldCheck, Upload } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Expiry } from "@/components/certificates/expiry";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import type { CertificateView, DomainDetailView, DomainRef } from "@/lib/client/operations";
import { describePolicy, endpointAccessModes, isEnhanced, securityPolicies } from "@/lib/definition/security-policies";
import { Card } from "./card";
import { PemDialog } from "./pem-dialog";

type Props = { domain: DomainRef; detail: DomainDetailView };

/** The certificate, the versions of TLS, and whom mutual TLS trusts. */
export function TlsCard({ domain, detail }: Props) {
  const port = detail.tlsPort;
  return (
    <Card
      title="TLS"
      text={
        port === undefined ? (
          <>
            The gateway does not speak TLS: set <code>GATEWAY_TLS_PORT</code> and start again.
          </>
        ) : (
          <>
            Served at <code>{`https://${detail.name}:${port}`}</code>. A new certificate acts at once.
          </>
        )
      }
    >
      <Certificate domain={domain} detail={detail} />
      <PolicyField domain={domain} detail={detail} />
      <AccessModeField domain={domain} detail={detail} />
      <MutualTls domain={domain} detail={detail} />
    </Card>
  );
}

function Certificate({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const [uploading, setUploading] = useState(false);
  const write = useWrite("setDomainCertificate", {
    onSuccess: ({ revision }) => offer(`Set the certificate of ${detail.name}`, revision),
    onError: (error) => void toast.error("Could not make a certificate.", { description: error.message }),
  });
  const [own] = detail.certificateChain;
  return (
    <div className="flex flex-col gap-2">
      <h3>Certificate</h3>
      {own === undefined ? (
        <p className="text-muted">
          None is uploaded, so that nobody reaches this name over TLS.
          {detail.certificateArn ? ` ${detail.certificateArn} is kept, but Gatehouse does not read from ACM.` : ""}
        </p>
      ) : (
        <CertificateLine certificate={own} />
      )}
      {canWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setUploading(true)}>
            <Upload aria-hidden /> Upload a certificate
          </Button>
          <Button busy={write.isPending} onClick={() => write.mutate({ ...domain, expectedVersion: detail.version })}>
            <ShieldCheck aria-hidden /> Make a self-signed one
          </Button>
        </div>
      ) : null}
      {uploading ? <PemDialog kind="certificate" domain={domain} version={detail.version} onClose={() => setUploading(false)} /> : null}
    </div>
  );
}

function CertificateLine({ certificate }: { certificate: CertificateView }) {
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-sunken px-3 py-1.5">
      <code className="min-w-0 break-words">{certificate.names.join(", ")}</code>
      {certificate.isSelfSigned ? <Badge tone="info">self-signed</Badge> : <span className="text-muted">by {certificate.issuer}</span>}
      <span className="flex-1" />
      <Expiry date={certificate.validTo} />
    </div>
  );
}

function PolicyField({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const write = useWrite("updateDomain", {
    onSuccess: ({ revision }) => offer("Changed the security policy", revision),
    onError: (error) => void toast.error("Could not change the security policy.", { description: error.message }),
  });
  const chosen = write.isPending ? (write.variables.securityPolicy ?? detail.securityPolicy) : detail.securityPolicy;
  return (
    <Field label="Security policy" help="The oldest version of TLS that callers may speak." className="max-w-120">
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={!canWrite}
          value={chosen}
          onChange={(event) => write.mutate({ ...domain, securityPolicy: event.target.value, expectedVersion: detail.version })}
        >
          {Object.keys(securityPolicies).map((name) => (
            <option key={name} value={name}>
              {describePolicy(name)}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

function AccessModeField({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const write = useWrite("updateDomain", {
    onSuccess: ({ revision }) => offer("Changed the endpoint access mode", revision),
    onError: (error) => void toast.error("Could not change the endpoint access mode.", { description: error.message }),
  });
  if (!isEnhanced(detail.securityPolicy) && detail.endpointAccessMode === undefined) return null;
  const saved = detail.endpointAccessMode ?? "BASIC";
  return (
    <Field
      label="Endpoint access mode"
      help="Strict: the name of the TLS connection is the one that is called, and calls through VPC endpoints reach private names only."
      className="max-w-120"
    >
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={!canWrite}
          value={write.isPending ? (write.variables.endpointAccessMode ?? saved) : saved}
          onChange={(event) => {
            const endpointAccessMode = endpointAccessModes.find((mode) => mode === event.target.value);
            if (endpointAccessMode !== undefined) write.mutate({ ...domain, endpointAccessMode, expectedVersion: detail.version });
          }}
        >
          <option value="BASIC">Basic: requests of every kind</option>
          <option value="STRICT">Strict: requests that fit the endpoint</option>
        </NativeSelect>
      )}
    </Field>
  );
}

function MutualTls({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const [uploading, setUploading] = useState(false);
  const write = useWrite("setDomainTruststore", {
    onSuccess: ({ revision }) => offer("Switched mutual TLS off", revision),
    onError: (error) => void toast.error("Could not switch mutual TLS off.", { description: error.message }),
  });
  if (detail.endpointType !== "REGIONAL") return null;
  return (
    <div className="flex flex-col gap-2">
      <h3>Mutual TLS</h3>
      {!detail.isMutual ? <p className="text-muted">Off: callers need no certificate.</p> : null}
      {detail.isMutual && detail.truststore.length === 0 ? (
        <Alert tone="warn" title="Every caller is refused.">
          Gatehouse does not read {detail.truststoreUri}. Upload the bundle of authorities.
        </Alert>
      ) : null}
      {detail.truststore.map((authority) => (
        <CertificateLine key={`${authority.subject} ${authority.validFrom}`} certificate={authority} />
      ))}
      {canWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setUploading(true)}>
            <Upload aria-hidden /> Upload a truststore
          </Button>
          {detail.isMutual ? (
            <Button look="danger" busy={write.isPending} onClick={() => write.mutate({ ...domain, expectedVersion: detail.version })}>
              Switch mutual TLS off
            </Button>
          ) : null}
        </div>
      ) : null}
      {uploading ? <PemDialog kind="truststore" domain={domain} version={detail.version} onClose={() => setUploading(false)} /> : null}
    </div>
  );
}

"use client";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { DomainDetailView } from "@/lib/client/operations";
import { Card } from "./card";

type Refusal = DomainDetailView["refusals"][number];

const sentences: Readonly<Record<string, (refusal: Refusal) => string>> = {
  NO_MAPPING: ({ path }) => `No rule and no mapping takes ${path}. Add a mapping for its base path, or one of the empty base path.`,
  MTLS_REQUIRED: ({ evidence }) =>
    `The caller has to prove itself with a certificate of the truststore; it showed: ${evidence.certificate}.`,
  TLS_TOO_OLD: ({ evidence }) => `The caller speaks ${evidence.version} at most; the security policy asks for ${evidence.needed}.`,
  ENDPOINT_MISMATCH: ({ evidence }) =>
    evidence.network === undefined
      ? `The access mode is strict, and the caller asked TLS for ${evidence.serverName}.`
      : `The access mode is strict, and the caller came through ${evidence.network}.`,
  POLICY_NO_ALLOW: ({ evidence }) => `The VPC endpoint ${evidence.vpcEndpoint} has no access, or the policy does not allow it.`,
};

/** What this name refused before any API was asked. */
export function RefusalsCard({ detail }: { detail: DomainDetailView }) {
  return (
    <Card title="Refused lately" text="Calls of this name that reached no API, newest first.">
      {detail.refusals.length === 0 ? (
        <p className="text-muted">None.</p>
      ) : (
        <ul className="flex flex-col rounded-md border border-line">
          {detail.refusals.map((refusal) => (
            <li key={refusal.id} className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-1.5 last:border-b-0">
              <Badge tone="warn">{refusal.reason}</Badge>
              <span className="min-w-0 flex-1 break-words">{sentences[refusal.reason]?.(refusal) ?? refusal.path}</span>
              <span className="text-muted text-sm">
                <Time date={refusal.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

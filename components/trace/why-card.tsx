import Link from "next/link";
import type { ReactNode } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ReasonCode } from "@/lib/definition/reason-codes";
import { type FixPlace, fixLink } from "./fix-link";
import { reasonSentences } from "./reasons";

type Props = {
  reason: ReasonCode;
  status: number;
  evidence: Readonly<Record<string, string>>;
  place: Omit<FixPlace, "kind">;
  /** A better way to repair it than the screen of its setting. */
  fixes?: ReactNode;
};

/** Why the gateway itself answered: one sentence, the evidence, and what can be done. */
export function WhyCard({ reason, status, evidence, place, fixes }: Props) {
  return (
    <Alert
      tone={status >= 500 ? "error" : "warn"}
      title={reasonSentences[reason](evidence)}
      actions={fixes ?? <FixButton reason={reason} evidence={evidence} place={place} />}
    >
      <span className="flex flex-wrap gap-1.5 pt-1">
        <Badge>{reason}</Badge>
        {Object.entries(evidence).map(([name, value]) => (
          <span key={name} className="break-all text-muted text-sm">
            {name} <code>{value}</code>
          </span>
        ))}
      </span>
    </Alert>
  );
}

/** Requests that came to no API lead to what all of them share. */
function FixButton({ reason, evidence, place }: Pick<Props, "reason" | "evidence" | "place">) {
  const api = useOperation("getApiSummary", { apiId: place.apiId });
  const { label, href } = fixLink(reason, { ...place, kind: api.data?.kind ?? "REST" }, evidence);
  return (
    <Button size="sm" asChild>
      <Link href={href}>{label}</Link>
    </Button>
  );
}

import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import type { ReasonCode } from "@/lib/definition/reason-codes";
import { reasonSentences } from "./reasons";

type Props = { reason: ReasonCode; status: number; evidence: Readonly<Record<string, string>>; fixes?: ReactNode };

/** Why the gateway itself answered: one sentence, the evidence, and what can be done. */
export function WhyCard({ reason, status, evidence, fixes }: Props) {
  return (
    <Alert tone={status >= 500 ? "error" : "warn"} title={reasonSentences[reason](evidence)} actions={fixes}>
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

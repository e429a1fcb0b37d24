import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { LintSeverity } from "@/lib/definition/lint";

export const severityWords: Record<LintSeverity, { one: string; many: string; meaning: string }> = {
  error: { one: "error", many: "Errors", meaning: "Calls fail." },
  warning: { one: "warning", many: "Warnings", meaning: "Calls do something else than it seems." },
  info: { one: "note", many: "Notes", meaning: "A matter of taste and tidiness." },
};

/** A severity as a picture with its name. */
export function SeverityIcon({ severity }: { severity: LintSeverity }) {
  const label = severityWords[severity].one;
  if (severity === "error") return <CircleX role="img" aria-label={label} className="text-error" />;
  if (severity === "warning") return <TriangleAlert role="img" aria-label={label} className="text-warn" />;
  return <Info role="img" aria-label={label} className="text-info" />;
}

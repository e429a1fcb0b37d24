"use client";
import { FindingRow } from "@/components/lint/finding-row";
import { SeverityIcon } from "@/components/lint/severity";
import { type LintFinding, lintRules } from "@/lib/definition/lint";

type Props = { apiId: string; findings: readonly LintFinding[]; titleOf: (finding: LintFinding) => string };

/** What the lint says of one method, each with the way to its box and the repair that needs no decision. */
export function MethodFindings({ apiId, findings, titleOf }: Props) {
  return (
    <section aria-label="Lint of this method" className="rounded-md border border-line bg-raised">
      <ul className="divide-y divide-line [&_svg]:size-4">
        {findings.map((finding) => (
          <FindingRow
            key={`${finding.rule} ${finding.text}`}
            apiId={apiId}
            finding={{ ...finding, label: titleOf(finding) }}
            mark={<SeverityIcon severity={lintRules[finding.rule].severity} />}
          />
        ))}
      </ul>
    </section>
  );
}

"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import type { LintReport } from "@/lib/client/lint-operations";
import { type LintFinding, type LintRuleId, type LintSeverity, lintRuleIds, lintRules } from "@/lib/definition/lint";
import { FindingRow } from "./finding-row";
import { SeverityIcon, severityWords } from "./severity";

type Props = { apiId: string; severity: LintSeverity; findings: readonly LintFinding[]; report: LintReport };

/** The findings of one severity, rule by rule. */
export function FindingList({ apiId, severity, findings, report }: Props) {
  const rules = lintRuleIds.filter((rule) => lintRules[rule].severity === severity && findings.some((each) => each.rule === rule));
  if (rules.length === 0) return null;
  const { many, meaning } = severityWords[severity];
  return (
    <section aria-label={many} className="flex flex-col gap-2">
      <h2 className="flex items-baseline gap-2 text-lg">
        {many} <span className="font-normal text-muted text-sm">{meaning}</span>
      </h2>
      {rules.map((rule) => (
        <RuleFindings key={rule} apiId={apiId} rule={rule} findings={findings.filter((each) => each.rule === rule)} report={report} />
      ))}
    </section>
  );
}

/** Rows that one reads before asking for more. */
const shownFirst = 20;

type RuleProps = { apiId: string; rule: LintRuleId; findings: readonly LintFinding[]; report: LintReport };

function RuleFindings({ apiId, rule, findings, report }: RuleProps) {
  const [isWhole, setWhole] = useState(false);
  const { title, why, severity } = lintRules[rule];
  const shown = isWhole ? findings : findings.slice(0, shownFirst);
  const unsent = (report.counts[rule] ?? 0) - report.findings.filter((each) => each.rule === rule).length;
  return (
    <div className="rounded-md border border-line bg-raised">
      <header className="flex flex-wrap items-center gap-x-2 border-line border-b px-3 py-2 [&_svg]:size-4">
        <SeverityIcon severity={severity} />
        <h3>{title}</h3>
        {report.modes[rule] === "block" ? <Badge tone="error">holds deployments up</Badge> : null}
        <span className="ml-auto text-muted text-sm">{plural(findings.length, "finding")}</span>
        <p className="w-full text-muted text-sm">{why}</p>
      </header>
      <ul aria-label={title} className="divide-y divide-line">
        {shown.map((finding) => (
          <FindingRow key={`${JSON.stringify(finding.place)} ${finding.text}`} apiId={apiId} finding={finding} />
        ))}
      </ul>
      {shown.length < findings.length ? (
        <div className="border-line border-t px-3 py-2">
          <Button size="sm" onClick={() => setWhole(true)}>
            Show all {findings.length}
          </Button>
        </div>
      ) : unsent > 0 ? (
        <p className="border-line border-t px-3 py-2 text-muted text-sm">
          and {unsent} more; they are listed when these are repaired or the rule is off.
        </p>
      ) : null}
    </div>
  );
}

"use client";
import { CircleCheck, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { placeAddress } from "@/components/lint/place-address";
import { plural } from "@/lib/client/format";
import type { LintReport } from "@/lib/client/lint-operations";
import { lintRules } from "@/lib/definition/lint";
import { CheckLine } from "./check-line";
import { UnresolvedVariables } from "./variables-check";

/** As many as one reads before a deployment. */
const shownMax = 10;

/** What the lint found that a rule of this API holds deployments up for. */
export function blockersIn({ findings, modes }: LintReport) {
  return findings.filter(({ rule }) => modes[rule] === "block");
}

type Props = { apiId: string; stageName: string /** Called when a link leads away. */; onLeave: () => void };

/** The design lint of the draft, with the variables of the stage. */
export function LintCheck({ apiId, stageName, onLeave }: Props) {
  const report = useOperation("lint", { apiId, stageName }, { enabled: stageName !== "", keepPrevious: true });
  if (stageName === "") return null;
  if (report.error)
    return (
      <CheckLine icon={<TriangleAlert role="img" aria-label="Unknown" className="text-warn" />}>
        The lint could not look: <code>{report.error.message}</code>
      </CheckLine>
    );
  if (!report.data)
    return <CheckLine icon={<LoaderCircle role="img" aria-label="Running" className="animate-spin text-muted" />}>Lint</CheckLine>;
  return (
    <>
      <Summary apiId={apiId} report={report.data} onLeave={onLeave} />
      <MissingVariables apiId={apiId} report={report.data} stageName={stageName} onLeave={onLeave} />
    </>
  );
}

function Summary({ apiId, report, onLeave }: { apiId: string; report: LintReport; onLeave: () => void }) {
  const blockers = blockersIn(report);
  const count = (severity: string) =>
    Object.entries(report.counts).reduce((sum, [rule, found]) => (severityOf(rule) === severity ? sum + found : sum), 0);
  const [errors, warnings] = [count("error"), count("warning")];
  const all = (
    <Link href={`/apis/${apiId}/lint`} onClick={onLeave} className="text-accent underline underline-offset-2">
      See the lint
    </Link>
  );
  if (blockers.length > 0)
    return (
      <CheckLine icon={<CircleX role="img" aria-label="Failed" className="text-error" />}>
        {plural(blockers.length, "finding")} of the lint {blockers.length === 1 ? "holds" : "hold"} this up. {all}
        <ul className="flex flex-col gap-1 pt-1 text-sm">
          {blockers.slice(0, shownMax).map((finding) => (
            <li key={`${finding.rule} ${finding.label} ${finding.text}`}>
              <Place apiId={apiId} finding={finding} onLeave={onLeave} /> {finding.text}
            </li>
          ))}
          {blockers.length > shownMax ? <li className="text-muted">and {blockers.length - shownMax} more</li> : null}
        </ul>
      </CheckLine>
    );
  if (errors + warnings === 0)
    return (
      <CheckLine icon={<CircleCheck role="img" aria-label="Passed" className="text-ok" />}>
        The lint has no errors and no warnings. {all}
      </CheckLine>
    );
  const found = [...(errors > 0 ? [plural(errors, "error")] : []), ...(warnings > 0 ? [plural(warnings, "warning")] : [])];
  return (
    <CheckLine icon={<TriangleAlert role="img" aria-label="Warning" className="text-warn" />}>
      The lint has {found.join(" and ")}, and none holds this up. {all}
    </CheckLine>
  );
}

function severityOf(rule: string) {
  return Object.hasOwn(lintRules, rule) ? lintRules[rule as keyof typeof lintRules].severity : undefined;
}

type Finding = LintReport["findings"][number];

function Place({ apiId, finding, onLeave }: { apiId: string; finding: Finding; onLeave: () => void }) {
  const address = placeAddress(apiId, finding.place);
  if (address === undefined) return <span className="font-medium">{finding.label}</span>;
  return (
    <Link href={address} onClick={onLeave} className="font-medium text-accent underline underline-offset-2">
      {finding.label}
    </Link>
  );
}

/** Told also where the rule does not hold the deployment up: what is missing is a matter of this very stage. */
function MissingVariables({ apiId, report, stageName, onLeave }: Props & { report: LintReport }) {
  const missing = report.findings.filter(({ rule }) => rule === "STAGE_VARIABLE_MISSING");
  if (missing.length === 0 || report.modes.STAGE_VARIABLE_MISSING === "block") return null;
  return <UnresolvedVariables apiId={apiId} stageName={stageName} texts={missing.map(({ text }) => text)} onLeave={onLeave} />;
}

"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useRef } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Tabs } from "@/components/ui/tabs";
import { plural } from "@/lib/client/format";
import type { LintReport } from "@/lib/client/lint-operations";
import { type LintFinding, lintRules, lintSeverities } from "@/lib/definition/lint";
import { FindingList } from "./finding-list";
import { RuleTable } from "./rule-table";

const tabs = ["findings", "rules"] as const;

/** What the design lint says of the draft, and which rules it has. */
export function LintPage({ apiId }: { apiId: string }) {
  const report = useOperation("lint", { apiId });
  const [{ tab, filter }, set] = useQueryStates({
    tab: parseAsStringLiteral(tabs).withDefault("findings"),
    filter: parseAsString.withDefault(""),
  });
  return (
    <PageFrame title="Lint" text="What in the draft fails, misleads or is left over. Rules can be switched off, or hold deployments up.">
      <QueryState query={report} what="the findings">
        {(data) => (
          <Tabs
            label="Parts of the lint"
            value={tab}
            padded={false}
            className="[&_[role=tabpanel]]:pt-4"
            onChange={(id) => void set({ tab: tabs.find((each) => each === id) ?? "findings" })}
            tabs={[
              {
                id: "findings",
                label: `Findings ${Object.values(data.counts).reduce((sum, count) => sum + count, 0)}`,
                content: <Findings apiId={apiId} report={data} filter={filter} onFilter={(text) => void set({ filter: text || null })} />,
              },
              { id: "rules", label: "Rules", content: <RuleTable apiId={apiId} report={data} /> },
            ]}
          />
        )}
      </QueryState>
    </PageFrame>
  );
}

type Props = { apiId: string; report: LintReport; filter: string; onFilter: (text: string) => void };

function Findings({ apiId, report, filter, onFilter }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useShortcut("filter", () => box.current?.focus());
  if (report.findings.length === 0)
    return <EmptyState title="Nothing to find fault with">The rules that are on are content with the draft.</EmptyState>;
  const shown = report.findings.filter((finding) => fits(finding, filter));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-3">
        <Input
          ref={box}
          type="search"
          aria-label="Filter the findings"
          placeholder="Filter by path, name or rule"
          className="max-w-80"
          maxLength={200}
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        />
        <output aria-live="polite" className="text-muted text-sm">
          {filter === "" ? "" : `${plural(shown.length, "finding")} of ${report.findings.length}`}
        </output>
      </div>
      {lintSeverities.map((severity) => (
        <FindingList key={severity} apiId={apiId} severity={severity} findings={shown} report={report} />
      ))}
    </div>
  );
}

function fits({ rule, label, text }: LintFinding, filter: string): boolean {
  const { title, severity } = lintRules[rule];
  const all = `${label} ${title} ${severity} ${text}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

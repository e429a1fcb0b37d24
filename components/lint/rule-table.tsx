"use client";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { NativeSelect } from "@/components/ui/field";
import type { LintReport } from "@/lib/client/lint-operations";
import { type LintMode, type LintRuleId, lintModes, lintRuleIds, lintRules } from "@/lib/definition/lint";
import { SeverityIcon } from "./severity";

const modeWords: Record<LintMode, string> = { off: "Off", report: "Report", block: "Hold deployments up" };

/** Every rule, with what it does in this API. */
export function RuleTable({ apiId, report }: { apiId: string; report: LintReport }) {
  const { canWrite } = useUser();
  const write = useWrite("setLintMode");
  const { offer } = useUndo();

  function choose(rule: LintRuleId, mode: LintMode) {
    write.mutate(
      { apiId, rule, mode, expectedVersion: report.version },
      { onSuccess: ({ revision }) => offer(`${lintRules[rule].title}: ${modeWords[mode].toLowerCase()}`, revision) },
    );
  }

  return (
    <div className="flex flex-col gap-3">
      {write.error ? (
        <Alert tone="error" live title="Could not change the rule.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      <div className="overflow-x-auto rounded-md border border-line bg-raised">
        <table aria-label="Rules" className="w-full text-left">
          <thead>
            <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
              <th scope="col">Rule</th>
              <th scope="col" className="w-28 text-right">
                Findings
              </th>
              <th scope="col" className="w-56">
                In this API
              </th>
            </tr>
          </thead>
          <tbody>
            {lintRuleIds.map((rule) => {
              const { title, why, severity } = lintRules[rule];
              const mode = (write.isPending && write.variables.rule === rule ? write.variables.mode : report.modes[rule]) ?? "report";
              return (
                <tr key={rule} className="border-line border-b last:border-b-0 [&_td]:px-3 [&_td]:py-1.5">
                  <td>
                    <span className="flex items-center gap-2 font-medium [&_svg]:size-4 [&_svg]:shrink-0">
                      <SeverityIcon severity={severity} />
                      {title}
                    </span>
                    <span className="block pl-6 text-muted text-sm">{why}</span>
                  </td>
                  <td className="text-right tabular-nums">{mode === "off" ? "" : (report.counts[rule] ?? 0)}</td>
                  <td>
                    <NativeSelect
                      aria-label={`${title}, in this API`}
                      disabled={!canWrite || write.isPending}
                      value={mode}
                      onChange={(event) => choose(rule, lintModes.find((each) => each === event.target.value) ?? "report")}
                    >
                      {lintModes.map((each) => (
                        <option key={each} value={each}>
                          {modeWords[each]}
                        </option>
                      ))}
                    </NativeSelect>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

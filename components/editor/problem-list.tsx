"use client";
import { CircleAlert, CircleCheck, TriangleAlert, Wrench } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { EditorProblem } from "./editor-problem";

type Props = {
  label: string;
  /** Missing until the first check is done. */
  problems: readonly EditorProblem[] | undefined;
  canFix?: boolean;
  onShow: (problem: EditorProblem) => void;
  onFix?: (problem: EditorProblem) => void;
};

/** What is wrong with the text above: where, why, and the fix or why there is none. */
export function ProblemList({ label, problems, canFix = false, onShow, onFix }: Props) {
  return (
    <div className="flex flex-col gap-1">
      <p role="status" className="flex items-center gap-1 text-muted text-sm">
        {problems?.length === 0 ? <CircleCheck aria-hidden className="size-3.5 text-ok" /> : null}
        {problems === undefined ? "Checking…" : countOf(problems.length)}
      </p>
      {problems && problems.length > 0 ? (
        <ul aria-label={`Problems of ${label}`} className="flex max-h-60 flex-col overflow-auto rounded-md border border-line">
          {problems.map((problem) => (
            <li
              key={`${problem.code} ${problem.start.line}:${problem.start.column} ${problem.message}`}
              className="flex items-start gap-2 border-line border-b px-2 py-1.5 last:border-b-0"
            >
              {problem.severity === "error" ? (
                <CircleAlert role="img" aria-label="Error" className="mt-0.5 size-4 shrink-0 text-error" />
              ) : (
                <TriangleAlert role="img" aria-label="Warning" className="mt-0.5 size-4 shrink-0 text-warn" />
              )}
              <div className="min-w-0 flex-1">
                <p className="break-words">
                  <button type="button" className="text-accent underline-offset-2 hover:underline" onClick={() => onShow(problem)}>
                    Line {problem.start.line}
                  </button>{" "}
                  {problem.message} <code className="text-muted text-xs">{problem.code}</code>
                </p>
                {problem.noFix ? <p className="text-muted text-sm">No quick fix: {problem.noFix}</p> : null}
                {problem.fix && onFix ? (
                  <Button
                    size="sm"
                    className="mt-1"
                    disabled={!canFix}
                    aria-label={`Fix: ${problem.fix.title}, line ${problem.start.line}`}
                    onClick={() => onFix(problem)}
                  >
                    <Wrench aria-hidden /> {problem.fix.title}
                  </Button>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function countOf(count: number): string {
  return count === 0 ? "No problems" : count === 1 ? "1 problem" : `${count} problems`;
}

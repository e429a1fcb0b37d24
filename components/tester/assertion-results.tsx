"use client";
import { CircleCheck, CircleX } from "lucide-react";
import type { TestResult } from "@/lib/client/operations";
import type { Assertion } from "@/lib/definition/saved-request";
import { type AssertionOutcome, judgeAnswer } from "@/lib/expressions/judge-answer";

export function judgeResult(result: TestResult, assertions: readonly Assertion[]): AssertionOutcome[] {
  return assertions.map((assertion) => judgeAnswer(result, assertion));
}

/** The assertions of the request, held against its answer. */
export function AssertionResults({ result, assertions }: { result: TestResult; assertions: readonly Assertion[] }) {
  const outcomes = judgeResult(result, assertions);
  return (
    <ul aria-label="Results of the assertions" className="divide-y divide-line rounded-md border border-line bg-raised">
      {assertions.map((assertion, index) => {
        const outcome = outcomes[index];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity besides their place.
          <li key={index} className="flex items-start gap-2 px-2 py-1.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
            {outcome?.passed ? (
              <CircleCheck role="img" aria-label="Passed" className="text-ok" />
            ) : (
              <CircleX role="img" aria-label="Failed" className="text-error" />
            )}
            <div className="min-w-0">
              <p className="break-words">{describeAssertion(assertion)}</p>
              {outcome?.passed === false ? <p className="break-words text-error text-sm">{outcome.message}</p> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function describeAssertion({ kind, name, value }: Assertion): string {
  switch (kind) {
    case "status":
      return `The status is ${value}`;
    case "header":
      return `The header ${name} is ${value}`;
    case "json":
      return `${name} is ${value}`;
    case "contains":
      return `The body contains ${value}`;
  }
}

"use client";
import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import type { CallError } from "@/lib/client/call";
import type { TestResult } from "@/lib/client/operations";
import { type ResultChecks, TestResultView } from "./test-result";

type Props = {
  apiId: string;
  /** The method that was called. */
  route?: { method: string; resourcePath: string };
  error: CallError | null;
  result: TestResult | undefined;
  busy: boolean;
  step: string | null;
  onStep: (step: string | null) => void;
  canTest: boolean;
  checks?: ResultChecks;
};

/** The answer of a test with every step that led to it, or why there is none. */
export function ResultPane({ apiId, route, error, result, busy, step, onStep, canTest, checks }: Props) {
  const pane = useRef<HTMLElement>(null);
  // A new answer starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is what is scrolled for.
  useEffect(() => {
    void pane.current?.scrollTo({ top: 0 });
  }, [result]);
  return (
    <section ref={pane} aria-label="Answer" aria-busy={busy} className="flex min-h-0 min-w-0 flex-col overflow-auto">
      {error ? (
        <Alert tone="error" live className="m-3" title="The test could not run.">
          <code className="whitespace-pre-wrap">{error.message}</code>
        </Alert>
      ) : null}
      {result && !error ? <TestResultView apiId={apiId} route={route} result={result} step={step} onStep={onStep} checks={checks} /> : null}
      {!result && !error ? (
        <p className="m-auto max-w-72 p-6 text-center text-muted">
          {canTest
            ? "Send the request to see the answer, and every step that led to it."
            : "Your role may not test. Ask an owner, an editor or a deployer."}
        </p>
      ) : null}
    </section>
  );
}

"use client";
import { useState } from "react";
import { HeaderTable } from "@/components/trace/header-table";
import { TraceView } from "@/components/trace/trace-view";
import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { type Tab, Tabs } from "@/components/ui/tabs";
import { formatBytes, formatMs, plural } from "@/lib/client/format";
import type { TestResult } from "@/lib/client/operations";
import type { Assertion } from "@/lib/definition/saved-request";
import { AssertValue } from "./assert-value";
import { AssertionResults, judgeResult } from "./assertion-results";
import { BodyView } from "./body-view";
import { CompareRuns } from "./compare-runs";
import type { SentRequest } from "./use-tester";

const toneOf = (status: number): Tone => (status >= 500 ? "error" : status >= 400 ? "warn" : status >= 300 ? "info" : "ok");

/** What an answer is held to, and held against. */
export type ResultChecks = {
  assertions: readonly Assertion[];
  /** Earlier runs, newest first. */
  older: readonly SentRequest[];
  onAssert: (assertion: Assertion) => void;
};

type Props = {
  apiId: string;
  route?: { method: string; resourcePath: string } | undefined;
  result: TestResult;
  step: string | null;
  onStep: (step: string | null) => void;
  checks?: ResultChecks | undefined;
};

export function TestResultView({ apiId, route, result, step, onStep, checks }: Props) {
  const [tab, setTab] = useState(step === null ? "body" : "trace");
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <output aria-live="polite" className="flex items-center gap-3 whitespace-nowrap px-3 pt-3 pb-1 text-muted text-sm">
        <Badge tone={toneOf(result.status)} className="h-6 px-2 font-semibold text-base">
          {result.status}
        </Badge>
        <span>{formatMs(result.ms)}</span>
        <span>{formatBytes(result.bodyBytes)}</span>
        <AssertionBadge result={result} checks={checks} />
        <span className="ml-auto flex min-w-0 items-center gap-1">
          <code className="truncate text-xs">{result.trace.requestId}</code>
          <CopyButton text={result.trace.requestId} label="Copy the request id" />
        </span>
      </output>
      <Tabs
        label="Parts of the answer"
        value={tab}
        onChange={(id) => {
          setTab(id);
          if (id !== "trace") onStep(null);
        }}
        actions={checks ? <AssertValue result={result} onAssert={checks.onAssert} /> : null}
        tabs={[
          { id: "body", label: "Body", content: <BodyView result={result} /> },
          { id: "headers", label: `Headers ${result.headers.length}`, content: <HeaderTable headers={result.headers} /> },
          {
            id: "trace",
            label: "Trace",
            content: tab === "trace" ? <TraceView apiId={apiId} route={route} trace={result.trace} step={step} onStep={onStep} /> : null,
          },
          ...checkTabs({ apiId, result, checks, tab }),
          ...(result.log === undefined
            ? []
            : [{ id: "log", label: "Log lines", content: <pre className="whitespace-pre-wrap break-all text-sm">{result.log}</pre> }]),
        ]}
      />
    </div>
  );
}

type ChecksProps = { apiId: string; result: TestResult; checks: ResultChecks | undefined; tab: string };

function checkTabs({ apiId, result, checks, tab }: ChecksProps): Tab[] {
  if (checks === undefined) return [];
  const { assertions, older } = checks;
  const assertionTab = {
    id: "assertions",
    label: `Assertions ${assertions.length}`,
    content: tab === "assertions" ? <AssertionResults result={result} assertions={assertions} /> : null,
  };
  const compareTab = {
    id: "compare",
    label: "Compare",
    content: tab === "compare" ? <CompareRuns apiId={apiId} result={result} others={older} /> : null,
  };
  return [...(assertions.length === 0 ? [] : [assertionTab]), ...(older.length === 0 ? [] : [compareTab])];
}

function AssertionBadge({ result, checks }: Pick<ChecksProps, "result" | "checks">) {
  if (checks === undefined || checks.assertions.length === 0) return null;
  const failed = judgeResult(result, checks.assertions).filter(({ passed }) => !passed).length;
  return failed === 0 ? (
    <Badge tone="ok">{plural(checks.assertions.length, "assertion")} passed</Badge>
  ) : (
    <Badge tone="error">
      {failed} of {plural(checks.assertions.length, "assertion")} failed
    </Badge>
  );
}

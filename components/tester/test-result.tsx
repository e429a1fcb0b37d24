"use client";
import { useState } from "react";
import { HeaderTable } from "@/components/trace/header-table";
import { TraceView } from "@/components/trace/trace-view";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Tabs } from "@/components/ui/tabs";
import { formatBytes, formatMs } from "@/lib/client/format";
import type { TestResult } from "@/lib/client/operations";

const shownBytes = 256 * 1024;

const toneOf = (status: number): Tone => (status >= 500 ? "error" : status >= 400 ? "warn" : status >= 300 ? "info" : "ok");

type Props = { apiId: string; result: TestResult; step: string | null; onStep: (step: string | null) => void };

export function TestResultView({ apiId, result, step, onStep }: Props) {
  const [tab, setTab] = useState(step === null ? "body" : "trace");
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <output aria-live="polite" className="flex items-center gap-3 px-3 pt-3 pb-1 text-muted text-sm">
        <Badge tone={toneOf(result.status)} className="h-6 px-2 font-semibold text-base">
          {result.status}
        </Badge>
        <span>{formatMs(result.ms)}</span>
        <span>{formatBytes(result.bodyBytes)}</span>
        <span className="ml-auto flex items-center gap-1">
          <code className="text-xs">{result.trace.requestId}</code>
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
        tabs={[
          { id: "body", label: "Body", content: <BodyView result={result} /> },
          { id: "headers", label: `Headers ${result.headers.length}`, content: <HeaderTable headers={result.headers} /> },
          {
            id: "trace",
            label: "Trace",
            content: tab === "trace" ? <TraceView apiId={apiId} trace={result.trace} step={step} onStep={onStep} /> : null,
          },
          ...(result.log === undefined
            ? []
            : [{ id: "log", label: "Log lines", content: <pre className="whitespace-pre-wrap break-all text-sm">{result.log}</pre> }]),
        ]}
      />
    </div>
  );
}

function prettyBody(result: TestResult): string {
  if (result.bodyIsBase64) return result.body;
  try {
    return JSON.stringify(JSON.parse(result.body), null, 2);
  } catch {
    return result.body;
  }
}

function BodyView({ result }: { result: TestResult }) {
  const [pretty, setPretty] = useState(true);
  const [whole, setWhole] = useState(false);
  if (result.body === "") return <p className="text-muted">The body is empty.</p>;
  const text = pretty && !result.bodyIsBase64 ? prettyBody(result) : result.body;
  const cut = !whole && text.length > shownBytes;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        {result.bodyIsBase64 ? (
          <Badge>binary, shown as base64</Badge>
        ) : (
          <Button size="sm" aria-pressed={pretty} onClick={() => setPretty(!pretty)}>
            {pretty ? "As sent" : "Formatted"}
          </Button>
        )}
        <CopyButton text={result.body} label="Copy the body" />
      </div>
      <pre className="whitespace-pre-wrap break-all text-sm">{cut ? text.slice(0, shownBytes) : text}</pre>
      {cut ? (
        <Button className="self-start" onClick={() => setWhole(true)}>
          Load all {formatBytes(result.bodyBytes)}
        </Button>
      ) : null}
    </div>
  );
}

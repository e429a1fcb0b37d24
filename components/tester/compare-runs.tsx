"use client";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { TextDiff } from "@/components/diff/text-diff";
import { Alert } from "@/components/ui/alert";
import { Field, NativeSelect } from "@/components/ui/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { absoluteTime, formatMs } from "@/lib/client/format";
import type { TestResult } from "@/lib/client/operations";
import type { SentRequest } from "./use-tester";

type Props = { apiId: string; result: TestResult /** Older ones, newest first. */; others: readonly SentRequest[] };

/** The answer beside that of an earlier run: status, headers and body. */
export function CompareRuns({ apiId, result, others }: Props) {
  const [chosen, setChosen] = useState<string>();
  const other = others.find(({ requestId }) => requestId === chosen) ?? others[0];
  const stored = useOperation(
    "getTestRun",
    { apiId, requestId: other?.requestId ?? "" },
    { enabled: other !== undefined, staleMs: Number.POSITIVE_INFINITY },
  );
  if (other === undefined) return <p className="text-muted">There is no earlier run of this method to compare with.</p>;
  return (
    <div className="flex flex-col gap-3">
      <Field label="Compare with">
        {(ids) => (
          <NativeSelect {...ids} value={other.requestId} onChange={(event) => setChosen(event.target.value)}>
            {others.map(({ requestId, at, status, ms }) => (
              <option key={requestId} value={requestId}>
                {absoluteTime(new Date(at))}: {status} in {formatMs(ms)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {stored.error ? (
        <Alert tone="error" title="Could not read the earlier run.">
          {stored.error.message}
        </Alert>
      ) : null}
      {stored.data ? <Differences from={stored.data} to={result} /> : null}
      {!stored.data && !stored.error ? <SkeletonRows rows={3} label="Reading the earlier run" /> : null}
    </div>
  );
}

function Differences({ from, to }: { from: TestResult; to: TestResult }) {
  const [before, after] = [readable(from), readable(to)];
  return (
    <>
      <p className="text-muted text-sm">
        {formatMs(from.ms)} then, {formatMs(to.ms)} now.
      </p>
      {before === after ? <Alert tone="ok" title="Status, headers and body are the same." /> : <TextDiff from={before} to={after} />}
    </>
  );
}

/** Headers that no two answers share. */
const volatile = new Set(["date", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "age"]);

function readable({ status, headers, body }: TestResult): string {
  const kept = headers.filter(([name]) => !volatile.has(name.toLowerCase())).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return [`${status}`, ...kept.sort(), "", indent(body)].join("\n");
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Other texts are compared as they are.
    return text;
  }
}

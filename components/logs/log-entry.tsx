"use client";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { useOperation } from "@/components/data/use-operations";
import { logAddress } from "@/components/metrics/log-address";
import { TraceView } from "@/components/trace/trace-view";
import { WhyCard } from "@/components/trace/why-card";
import { Alert } from "@/components/ui/alert";
import { Badge, Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { QueryState } from "@/components/ui/query-state";
import { absoluteTime, formatBytes, formatMs } from "@/lib/client/format";
import { filterWord } from "@/lib/definition/log-filter";
import type { LogEntry } from "@/lib/definition/traffic";
import { DeployFix } from "./deploy-fix";
import { statusTone } from "./status-tone";

/** One request: why the gateway answered as it did, its trace, and everything else that is known. */
export function LogEntryView({ requestId }: { requestId: string }) {
  const entry = useOperation("getLogEntry", { requestId });
  return (
    <QueryState query={entry} what="the request">
      {(data) => <Entry entry={data} />}
    </QueryState>
  );
}

function Entry({ entry }: { entry: LogEntry }) {
  const [step, setStep] = useQueryState("step", parseAsString);
  const { execution, reason } = entry;
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={statusTone(entry.status)} className="h-6 px-2 font-semibold text-base">
          {entry.status}
        </Badge>
        <Verb verb={entry.method} />
        <code className="min-w-0 break-all">{entry.path}</code>
        <span className="ml-auto text-muted text-sm">{formatMs(entry.ms)}</span>
      </p>
      {reason && !execution ? (
        <WhyCard reason={reason} status={entry.status} evidence={entry.evidence} place={entry} fixes={fixesOf(entry)} />
      ) : null}
      {entry.evidence.counted ? (
        <Alert tone="info" title={`Rule ${entry.evidence.counted} of the filter ${entry.evidence.filter ?? ""} counted the request.`}>
          {entry.evidence.found}
          {entry.evidence.part ? `, in ${entry.evidence.part}` : ""}
        </Alert>
      ) : null}
      {execution ? (
        <section aria-label="Trace">
          {reason ? (
            <div className="mb-3">
              <WhyCard reason={reason} status={entry.status} evidence={entry.evidence} place={entry} fixes={fixesOf(entry)} />
            </div>
          ) : null}
          <TraceView apiId={entry.apiId} trace={withoutReason(execution.trace)} step={step} onStep={(id) => void setStep(id)} />
        </section>
      ) : (
        <p className="text-muted">
          No trace was kept of this request: the execution log of its method is off, its level keeps only errors, or more came than are
          kept.
        </p>
      )}
      <Facts entry={entry} />
      {entry.accessLine ? <Lines title="Access log" lines={[entry.accessLine]} /> : null}
      {execution ? <Lines title="Execution log" lines={execution.lines} /> : null}
    </div>
  );
}

/** The log may know more of the reason than the gateway did: its card is drawn once, above. */
function withoutReason<Trace extends { reason?: unknown }>(trace: Trace): Omit<Trace, "reason"> {
  const { reason: _reason, ...rest } = trace;
  return rest;
}

const keyReasons: ReadonlySet<string> = new Set([
  "KEY_DISABLED",
  "KEY_NOT_IN_PLAN",
  "QUOTA_EXCEEDED",
  "THROTTLED_PLAN",
  "THROTTLED_METHOD",
]);

function fixesOf({ reason, apiId, stage, apiKeyId, evidence, method, resourcePath }: LogEntry): ReactNode {
  if (reason === "NOT_DEPLOYED") return <DeployFix apiId={apiId} stageName={stage} />;
  const keyId = apiKeyId ?? evidence.apiKeyId;
  if (reason === undefined || keyId === undefined || !keyReasons.has(reason)) return undefined;
  const place = resourcePath === undefined ? {} : { method: `${method} ${resourcePath}` };
  const query = new URLSearchParams({ tab: "check", api: apiId, stage, ...place });
  return (
    <Button size="sm" look="primary" asChild>
      <Link href={`/keys/${keyId}?${query}`}>Check the key</Link>
    </Button>
  );
}

function Facts({ entry }: { entry: LogEntry }) {
  const filters = [filterWord("api", entry.apiId), filterWord("stage", entry.stage)];
  return (
    <section aria-label="Facts" className="rounded-md border border-line bg-raised p-3">
      <dl className="grid grid-cols-[140px_1fr] gap-x-3 gap-y-1">
        <Fact name="Request id">
          <code className="break-all">{entry.requestId}</code> <CopyButton text={entry.requestId} label="Copy the request id" />
        </Fact>
        <Fact name="Time">{absoluteTime(new Date(entry.at))}</Fact>
        <Fact name="API">
          <Link className="text-accent hover:underline" href={`/apis/${entry.apiId}`}>
            {entry.apiId}
          </Link>
        </Fact>
        <Fact name="Stage">
          {entry.stage || "none"} {entry.canary ? <Badge>canary</Badge> : null}
        </Fact>
        <Fact name="Resource">{entry.resourcePath ? <code>{entry.resourcePath}</code> : "none"}</Fact>
        <Fact name="Deployment">{entry.deploymentId ? <code>{entry.deploymentId}</code> : "none"}</Fact>
        <Fact name="Integration latency">
          {entry.integrationMs === undefined ? "no backend was called" : formatMs(entry.integrationMs)}
        </Fact>
        <Fact name="Cache">{entry.cache ?? "not used"}</Fact>
        <Fact name="API key">
          {entry.apiKeyId === undefined ? (
            "none"
          ) : (
            <Link className="text-accent hover:underline" href={`/keys/${entry.apiKeyId}`}>
              {entry.apiKeyName || entry.apiKeyId}
            </Link>
          )}
        </Fact>
        <Fact name="Answer">{formatBytes(entry.responseBytes)}</Fact>
        <Fact name="Caller">
          <code>{entry.sourceIp}</code>
        </Fact>
      </dl>
      <p className="mt-2 flex flex-wrap gap-3 border-line border-t pt-2 text-sm">
        <span className="text-muted">Show all of</span>
        <Link className="text-accent hover:underline" href={logAddress([...filters, "since:24h"].join(" "))}>
          this stage
        </Link>
        <Link
          className="text-accent hover:underline"
          href={logAddress([...filters, filterWord("path", entry.path), "since:24h"].join(" "))}
        >
          this path
        </Link>
        {entry.reason ? (
          <Link className="text-accent hover:underline" href={logAddress(`${filterWord("reason", entry.reason)} since:24h`)}>
            this reason
          </Link>
        ) : null}
      </p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid">
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">{children}</dd>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  const text = lines.join("\n");
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h2 className="flex items-center gap-1 font-medium">
        {title} <CopyButton text={text} label={`Copy the ${title.toLowerCase()}`} />
      </h2>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto whitespace-pre-wrap break-all rounded border border-line bg-raised p-2 text-sm"
      >
        {text}
      </pre>
    </section>
  );
}

"use client";
import { CircleCheck, CircleDashed, CircleX, Plus, X } from "lucide-react";
import Link from "next/link";
import { Badge, Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { formatMs, plural } from "@/lib/client/format";
import type { SavedRequestDetail, SuiteDetail, SuiteRequestRun, SuiteRun } from "@/lib/client/test-operations";
import { testerAddress } from "./request-address";

type Props = {
  apiId: string;
  suite: SuiteDetail;
  requests: readonly SavedRequestDetail[];
  run: SuiteRun | undefined;
  before: SuiteRun | undefined;
  onChange: ((requestIds: string[]) => void) | undefined;
};

/** The requests of a suite, each with its last answer and what it was held to. */
export function SuiteRequests({ apiId, suite, requests, run, before, onChange }: Props) {
  const own = suite.requestIds.flatMap((id) => requests.find((request) => request.id === id) ?? []);
  const others = requests.filter(({ id }) => !suite.requestIds.includes(id));
  const failed = run?.runs.filter(({ passed }) => !passed).length ?? 0;
  return (
    <div className="flex flex-col gap-2 p-3">
      {run ? (
        <p role="status" className={failed === 0 ? "text-ok" : "text-error"}>
          {failed === 0 ? `${plural(run.runs.length, "request")} passed` : `${failed} of ${plural(run.runs.length, "request")} failed`}
        </p>
      ) : null}
      {own.length === 0 ? <p className="text-muted">The suite has no request.</p> : null}
      <ul aria-label={`Requests of ${suite.name}`} className="divide-y divide-line">
        {own.map((request) => (
          <RequestRow
            key={request.id}
            apiId={apiId}
            request={request}
            run={run?.runs.find(({ id }) => id === request.id)}
            before={before?.runs.find(({ id }) => id === request.id)}
            onRemove={onChange && (() => onChange(suite.requestIds.filter((id) => id !== request.id)))}
          />
        ))}
      </ul>
      {onChange && others.length > 0 ? (
        <Menu
          items={others.map(({ id, name, httpMethod, path }) => ({
            label: `${name} (${httpMethod} ${path})`,
            onSelect: () => onChange([...suite.requestIds, id]),
          }))}
          trigger={
            <Button size="sm" className="self-start" aria-label={`Add a request to ${suite.name}`}>
              <Plus aria-hidden /> Add a request
            </Button>
          }
        />
      ) : null}
    </div>
  );
}

type RowProps = {
  apiId: string;
  request: SavedRequestDetail;
  run: SuiteRequestRun | undefined;
  before: SuiteRequestRun | undefined;
  onRemove: (() => void) | undefined;
};

function RequestRow({ apiId, request, run, before, onRemove }: RowProps) {
  return (
    <li className="flex flex-col gap-1 py-1.5">
      <div className="flex items-center gap-2 [&>svg]:size-4 [&>svg]:shrink-0">
        <RunState run={run} />
        <span className="font-medium">{request.name}</span>
        <Verb verb={request.httpMethod} />
        <code className="min-w-0 flex-1 truncate text-muted">{request.path}</code>
        {run && before && run.passed !== before.passed ? <Badge>{before.passed ? "passed before" : "failed before"}</Badge> : null}
        {run && "status" in run ? (
          <Link
            href={testerAddress(apiId, request, run.traceId)}
            className="whitespace-nowrap text-accent text-sm underline-offset-2 hover:underline"
          >
            {run.status} in {formatMs(run.ms)}
          </Link>
        ) : null}
        {onRemove ? (
          <Button look="ghost" size="iconSm" aria-label={`Take ${request.name} out of the suite`} onClick={onRemove}>
            <X />
          </Button>
        ) : null}
      </div>
      {problemsOf(run).map((problem) => (
        <p key={problem} className="break-words pl-6 text-error text-sm">
          {problem}
        </p>
      ))}
    </li>
  );
}

function problemsOf(run: SuiteRequestRun | undefined): readonly string[] {
  if (run === undefined) return [];
  return "problem" in run ? [run.problem] : [...new Set(run.failures)];
}

function RunState({ run }: { run: SuiteRequestRun | undefined }) {
  if (run === undefined) return <CircleDashed role="img" aria-label="Not run" className="text-muted" />;
  return run.passed ? (
    <CircleCheck role="img" aria-label="Passed" className="text-ok" />
  ) : (
    <CircleX role="img" aria-label="Failed" className="text-error" />
  );
}

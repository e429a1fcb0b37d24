"use client";
import { Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAction, useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import type { SavedRequestDetail, SuiteDetail, SuiteRun } from "@/lib/client/test-operations";
import type { SuiteTarget } from "@/lib/definition/saved-request";
import { SuiteRequests } from "./suite-requests";

type Props = { apiId: string; suite: SuiteDetail; requests: readonly SavedRequestDetail[] };

/** One suite: what it sends, where, and how it went, beside the run before. */
export function SuiteCard({ apiId, suite, requests }: Props) {
  const { canWrite, canTest } = useUser();
  const stages = useOperation("getApi", { apiId }).data?.stages ?? [];
  const [chosen, setChosen] = useState<string>();
  const [runs, setRuns] = useState<{ now?: SuiteRun; before?: SuiteRun }>({});
  const targets = targetsOf(stages.map(({ stageName }) => stageName));
  const target = targets.find(({ label }) => label === chosen) ?? targets[0];
  const run = useAction("runSuite");
  const update = useWrite("updateSuite");
  const remove = useWrite("deleteSuite");
  const { offer } = useUndo();
  const error = run.error ?? update.error ?? remove.error;

  function change(part: Partial<Pick<SuiteDetail, "requestIds" | "runsBeforeDeploy">>) {
    update.mutate(
      { apiId, id: suite.id, suite: part, expectedVersion: suite.version },
      { onSuccess: ({ revision }) => offer(`Changed the suite ${suite.name}`, revision) },
    );
  }

  return (
    <section aria-label={`Suite ${suite.name}`} className="flex flex-col rounded-md border border-line bg-raised">
      <header className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
        <h2 className="mr-auto text-lg">{suite.name}</h2>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={suite.runsBeforeDeploy}
            disabled={!canWrite || update.isPending}
            onChange={(event) => change({ runsBeforeDeploy: event.target.checked })}
          />
          Run before a deployment
        </label>
        <NativeSelect
          aria-label={`Where ${suite.name} runs`}
          className="w-56"
          value={target?.label ?? ""}
          onChange={(event) => setChosen(event.target.value)}
        >
          {targets.map(({ label }) => (
            <option key={label}>{label}</option>
          ))}
        </NativeSelect>
        {canTest && target ? (
          <Button
            look="primary"
            busy={run.isPending}
            disabled={suite.requestIds.length === 0}
            onClick={() =>
              run.mutate(
                { apiId, id: suite.id, target: target.target },
                { onSuccess: (now) => setRuns((old) => ({ now, ...(old.now ? { before: old.now } : {}) })) },
              )
            }
          >
            <Play aria-hidden /> Run the suite
          </Button>
        ) : null}
        {canWrite ? (
          <Button
            look="ghost"
            size="icon"
            aria-label={`Delete the suite ${suite.name}`}
            busy={remove.isPending}
            onClick={() =>
              remove.mutate({ apiId, id: suite.id }, { onSuccess: ({ revision }) => offer(`Deleted the suite ${suite.name}`, revision) })
            }
          >
            <Trash2 />
          </Button>
        ) : null}
      </header>
      {error ? (
        <Alert tone="error" live className="m-3" title={`Suite ${suite.name}: that did not work.`}>
          <code>{error.message}</code>
        </Alert>
      ) : null}
      <SuiteRequests
        apiId={apiId}
        suite={suite}
        requests={requests}
        run={runs.now}
        before={runs.before}
        onChange={canWrite ? (requestIds) => change({ requestIds }) : undefined}
      />
    </section>
  );
}

function targetsOf(stages: readonly string[]): { label: string; target: SuiteTarget }[] {
  return [
    ...stages.map((stageName) => ({ label: `Stage ${stageName}`, target: { kind: "stage" as const, stageName } })),
    ...stages.map((stageName) => ({ label: `Draft, variables of ${stageName}`, target: { kind: "draft" as const, stageName } })),
    ...(stages.length === 0 ? [{ label: "Draft", target: { kind: "draft" as const } }] : []),
  ];
}

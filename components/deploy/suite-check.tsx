"use client";
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { useAction } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import type { StageState } from "@/lib/client/operations";
import type { SuiteDetail, SuiteRun } from "@/lib/client/test-operations";
import { CheckLine } from "./check-line";

type Props = { apiId: string; suite: SuiteDetail; stage: StageState | undefined };

/** A suite that is run before the deployment; its requests reach backends, so it does not run just because the dialog is open. */
export function SuiteCheck({ apiId, suite, stage }: Props) {
  const { canTest } = useUser();
  const run = useAction("runSuite");
  const count = plural(suite.requestIds.length, "request");
  return (
    <CheckLine icon={iconOf(run.data)}>
      {run.data ? (
        <Result run={run.data} />
      ) : (
        <>
          Suite <span className="font-medium">{suite.name}</span>: {count}, sent to the draft when you deploy.
        </>
      )}
      {canTest ? (
        <Button
          size="sm"
          className="ml-2"
          busy={run.isPending}
          aria-label={`Run suite ${suite.name} now`}
          onClick={() =>
            run.mutate({
              apiId,
              id: suite.id,
              target: { kind: "draft", ...(stage === undefined ? {} : { stageName: stage.stageName }) },
            })
          }
        >
          {run.data ? "Run again" : "Run now"}
        </Button>
      ) : null}
      {run.error ? <code className="block text-error">{run.error.message}</code> : null}
    </CheckLine>
  );
}

function iconOf(run: SuiteRun | undefined) {
  if (run === undefined) return <CircleDashed role="img" aria-label="Not run" className="text-muted" />;
  return run.runs.every(({ passed }) => passed) ? (
    <CircleCheck role="img" aria-label="Passed" className="text-ok" />
  ) : (
    <CircleX role="img" aria-label="Failed" className="text-error" />
  );
}

function Result({ run: { name, runs } }: { run: SuiteRun }) {
  const failed = runs.filter(({ passed }) => !passed);
  if (failed.length === 0)
    return (
      <>
        Suite {name}: {plural(runs.length, "request")} passed.
      </>
    );
  return (
    <>
      Suite {name}: {failed.length} of {plural(runs.length, "request")} failed ({failed.map((each) => each.name).join(", ")}).
    </>
  );
}

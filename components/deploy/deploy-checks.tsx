"use client";
import { CircleCheck, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import { ApprovalCheck } from "@/components/approvals/approval-check";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { plural } from "@/lib/client/format";
import type { StageState } from "@/lib/client/operations";
import type { TemplateTestRun } from "@/lib/client/test-operations";
import { BreakingCheck } from "./breaking-check";
import { CheckLine } from "./check-line";
import { blockersIn, LintCheck } from "./lint-check";
import { SuiteCheck } from "./suite-check";

type Props = {
  apiId: string;
  stage: StageState | undefined;
  /** Of the stage, which may be about to be made; empty until it has one. */
  stageName: string;
  /** Whether something fails, so that a reason is wanted. */
  isBlocked: boolean;
  reason: string;
  onReason: (reason: string) => void;
  onLeave: () => void;
};

/** How many checks of the draft fail; `undefined` until they were run. */
export function useFailedChecks(apiId: string, stageName: string): number | undefined {
  const tests = useOperation("runTemplateTests", { apiId });
  const lint = useOperation("lint", { apiId, stageName }, { enabled: stageName !== "", keepPrevious: true });
  if (!tests.data || (stageName !== "" && !lint.data)) return undefined;
  return tests.data.filter(hasFailed).length + (lint.data ? blockersIn(lint.data).length : 0);
}

/** What has to hold before a deployment, and a place for the reason to go ahead all the same. */
export function DeployChecks({ apiId, stage, stageName, isBlocked, reason, onReason, onLeave }: Props) {
  return (
    <section aria-label="Checks" className="flex flex-col gap-2">
      <h3 className="text-lg">Checks</h3>
      <LintCheck apiId={apiId} stageName={stageName} onLeave={onLeave} />
      <TemplateTestCheck apiId={apiId} />
      <SuiteChecks apiId={apiId} stage={stage} />
      {stage ? <BreakingCheck apiId={apiId} stageName={stage.stageName} onLeave={onLeave} /> : null}
      {stage ? <ApprovalCheck apiId={apiId} stageName={stage.stageName} onLeave={onLeave} /> : null}
      {isBlocked ? (
        <Field label="Reason to deploy all the same" help="It stands in the history of the API beside your name.">
          {(ids) => <Input {...ids} maxLength={500} value={reason} onChange={(event) => onReason(event.target.value)} />}
        </Field>
      ) : null}
    </section>
  );
}

function SuiteChecks({ apiId, stage }: Pick<Props, "apiId" | "stage">) {
  const suites = useOperation("listSuites", { apiId });
  if (suites.error)
    return (
      <CheckLine icon={<TriangleAlert role="img" aria-label="Unknown" className="text-warn" />}>
        Suites could not be read: <code>{suites.error.message}</code>
      </CheckLine>
    );
  return suites.data
    ?.filter(({ runsBeforeDeploy }) => runsBeforeDeploy)
    .map((suite) => <SuiteCheck key={suite.id} apiId={apiId} suite={suite} stage={stage} />);
}

function TemplateTestCheck({ apiId }: { apiId: string }) {
  const runs = useOperation("runTemplateTests", { apiId });
  if (runs.error)
    return (
      <CheckLine icon={<TriangleAlert role="img" aria-label="Unknown" className="text-warn" />}>
        Template tests could not be run: <code>{runs.error.message}</code>
        <Button size="sm" className="ml-2" onClick={() => runs.refetch()}>
          Try again
        </Button>
      </CheckLine>
    );
  if (!runs.data)
    return (
      <CheckLine icon={<LoaderCircle role="img" aria-label="Running" className="animate-spin text-muted" />}>Template tests</CheckLine>
    );
  const failed = runs.data.filter(hasFailed);
  const missing = runs.data.filter((run) => "isMissing" in run);
  const run = runs.data.length - missing.length;
  return (
    <>
      {failed.length === 0 ? (
        <CheckLine icon={<CircleCheck role="img" aria-label="Passed" className="text-ok" />}>
          {run === 0 ? "There are no template tests." : `${plural(run, "template test")} passed.`}
        </CheckLine>
      ) : (
        <CheckLine icon={<CircleX role="img" aria-label="Failed" className="text-error" />}>
          <p>
            {failed.length} of {plural(run, "template test")} failed.
          </p>
          <ul className="flex flex-col gap-1 pt-1">
            {failed.map((each) => (
              <li key={each.id} className="text-sm">
                <span className="font-medium">{each.name}</span> <span className="text-muted">{each.label}</span>
                <br />
                {"message" in each ? each.message : null}
              </li>
            ))}
          </ul>
        </CheckLine>
      )}
      {missing.map((each) => (
        <MissingTemplate key={each.id} apiId={apiId} test={each} />
      ))}
    </>
  );
}

function MissingTemplate({ apiId, test }: { apiId: string; test: TemplateTestRun }) {
  const { canWrite } = useUser();
  const remove = useWrite("deleteTemplateTest");
  const { offer } = useUndo();
  return (
    <CheckLine icon={<TriangleAlert role="img" aria-label="Not run" className="text-warn" />}>
      The draft has no template for the test <span className="font-medium">{test.name}</span>, so it was not run.
      {canWrite ? (
        <Button
          size="sm"
          className="ml-2"
          busy={remove.isPending}
          onClick={() =>
            remove.mutate({ apiId, id: test.id }, { onSuccess: ({ revision }) => offer(`Deleted the test ${test.name}`, revision) })
          }
        >
          Delete the test
        </Button>
      ) : null}
      {remove.error ? <code className="block text-error">{remove.error.message}</code> : null}
    </CheckLine>
  );
}

function hasFailed(run: TemplateTestRun): boolean {
  return "passed" in run && !run.passed;
}

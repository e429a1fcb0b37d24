"use client";
import { CircleCheck, CircleDashed, CircleX, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { TextDiff } from "@/components/diff/text-diff";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import type { TemplateTestDetail } from "@/lib/client/test-operations";
import type { TemplatePlace } from "@/lib/definition/template-test";
import type { SampleText } from "@/lib/vtl/sample-input";
import type { TestAnswer } from "./template-check";
import type { CheckState } from "./template-checker";
import { TemplateTestForm } from "./template-test-form";

type Props = {
  apiId: string;
  label: string;
  place: TemplatePlace;
  tests: readonly TemplateTestDetail[];
  check: CheckState;
  /** What the preview reads: the input of a new test. */
  sample: SampleText;
  canWrite: boolean;
  onUse: (input: SampleText) => void;
};

/** The tests of a template, run against the text in the editor; those that fail for the draft hold up its deployment. */
export function TemplateTests({ apiId, label, place, tests, check, sample, canWrite, onUse }: Props) {
  const [editing, setEditing] = useState<string>();
  const answer = check.kind === "answered" ? check.answer : undefined;
  const answers = new Map(answer?.tests?.map((each) => [each.id, each]));
  const output = answer?.preview.kind === "output" ? answer.preview.output : "";
  const form = { apiId, label, place, sample, output, onClose: () => setEditing(undefined) };
  return (
    <div className="flex flex-col gap-2">
      {check.kind === "failed" ? <Alert tone="warn">The tests were not run: {check.title}</Alert> : null}
      {tests.length === 0 ? (
        <p className="text-muted">
          A test keeps an input and what the template has to make of it. Tests run as you type, and before each deployment from the console.
        </p>
      ) : (
        <Summary tests={tests} answers={answers} ms={check.kind === "answered" ? check.ms : undefined} />
      )}
      {tests.length > 0 ? (
        <ul aria-label={`Tests of ${label}`} className="divide-y divide-line rounded-md border border-line">
          {tests.map((test) => (
            <li key={test.id} className="flex flex-col gap-2 p-2">
              {editing === test.id ? (
                <TemplateTestForm {...form} test={test} />
              ) : (
                <TestRow
                  apiId={apiId}
                  test={test}
                  answer={answers.get(test.id)}
                  canWrite={canWrite}
                  onUse={() => onUse(test.input)}
                  onEdit={() => setEditing(test.id)}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {editing === "new" ? <TemplateTestForm {...form} /> : null}
      {canWrite && editing === undefined ? (
        <Button size="sm" className="self-start" onClick={() => setEditing("new")}>
          <Plus aria-hidden /> Add a test of this input
        </Button>
      ) : null}
    </div>
  );
}

type SummaryProps = { tests: Props["tests"]; answers: ReadonlyMap<string, TestAnswer>; ms: number | undefined };

function Summary({ tests, answers, ms }: SummaryProps) {
  const known = tests.filter(({ id }) => answers.has(id));
  const failed = known.filter(({ id }) => answers.get(id)?.passed === false);
  const text =
    known.length < tests.length
      ? "Running…"
      : failed.length === 0
        ? `${plural(tests.length, "test")} passed`
        : `${failed.length} of ${plural(tests.length, "test")} failed`;
  return (
    <p role="status" className="text-muted text-sm">
      {text}
      {ms !== undefined && known.length === tests.length ? ` in ${Math.ceil(ms)} ms` : ""}
    </p>
  );
}

type RowProps = {
  apiId: string;
  test: TemplateTestDetail;
  answer: TestAnswer | undefined;
  canWrite: boolean;
  onUse: () => void;
  onEdit: () => void;
};

function TestRow({ apiId, test, answer, canWrite, onUse, onEdit }: RowProps) {
  const remove = useWrite("deleteTemplateTest");
  const { offer } = useUndo();
  return (
    <>
      <div className="flex items-center gap-2 [&_svg]:size-4">
        <TestState answer={answer} />
        <span className="min-w-0 flex-1 truncate font-medium">{test.name}</span>
        <Button size="sm" aria-label={`Use the input of ${test.name}`} onClick={onUse}>
          Use input
        </Button>
        {canWrite ? (
          <>
            <Button look="ghost" size="iconSm" aria-label={`Edit ${test.name}`} onClick={onEdit}>
              <Pencil />
            </Button>
            <Button
              look="ghost"
              size="iconSm"
              aria-label={`Delete ${test.name}`}
              busy={remove.isPending}
              onClick={() =>
                remove.mutate({ apiId, id: test.id }, { onSuccess: ({ revision }) => offer(`Deleted the test ${test.name}`, revision) })
              }
            >
              <Trash2 />
            </Button>
          </>
        ) : null}
      </div>
      {remove.error ? (
        <Alert tone="error" live title={`Could not delete ${test.name}.`}>
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
      {answer?.passed === false ? (
        <div className="flex flex-col gap-1">
          <p className="text-error text-sm">{answer.message}</p>
          {answer.output === undefined ? null : <TextDiff from={test.expected.text} to={answer.output} />}
        </div>
      ) : null}
    </>
  );
}

function TestState({ answer }: { answer: TestAnswer | undefined }) {
  if (answer === undefined) return <CircleDashed role="img" aria-label="Running" className="shrink-0 text-muted" />;
  return answer.passed ? (
    <CircleCheck role="img" aria-label="Passed" className="shrink-0 text-ok" />
  ) : (
    <CircleX role="img" aria-label="Failed" className="shrink-0 text-error" />
  );
}

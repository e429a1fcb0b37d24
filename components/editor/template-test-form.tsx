"use client";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import type { TemplateTestDetail } from "@/lib/client/test-operations";
import type { TemplatePlace } from "@/lib/definition/template-test";
import { type Expectation, expectationKinds } from "@/lib/vtl/run-template-test";
import type { SampleText } from "@/lib/vtl/sample-input";

const kindNames: Record<Expectation["kind"], string> = {
  json: "Equal JSON",
  exact: "Exactly this text",
  contains: "This text somewhere",
};

type Props = {
  apiId: string;
  label: string;
  place: TemplatePlace;
  /** What the preview reads now, and what the template makes of it. */
  sample: SampleText;
  output: string;
  /** Missing for a new one. */
  test?: TemplateTestDetail;
  onClose: () => void;
};

/** Name and expectation of a test; a new one starts with the input and the output of the preview. */
export function TemplateTestForm({ apiId, label, place, sample, output, test, onClose }: Props) {
  const [name, setName] = useState(test?.name ?? "");
  const [expected, setExpected] = useState<Expectation>(test?.expected ?? { kind: isJson(output) ? "json" : "exact", text: output });
  const [takesInput, setTakesInput] = useState(test === undefined);
  const create = useWrite("createTemplateTest");
  const update = useWrite("updateTemplateTest");
  const { offer } = useUndo();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const error = create.error ?? update.error;
  const onSuccess = ({ revision }: { revision: number }) => {
    offer(`Saved the test ${name.trim()}`, revision);
    onClose();
  };

  function save(event: FormEvent) {
    event.preventDefault();
    if (create.isPending || update.isPending || name.trim() === "") return;
    if (test === undefined) create.mutate({ apiId, test: { place, name, input: sample, expected } }, { onSuccess });
    else
      update.mutate(
        { apiId, id: test.id, expectedVersion: test.version, test: { name, expected, ...(takesInput ? { input: sample } : {}) } },
        { onSuccess },
      );
  }

  return (
    <form aria-label={test ? `Test ${test.name}` : `New test of ${label}`} className="flex flex-col gap-2" onSubmit={save}>
      <Field label="Name of the test">
        {(ids) => <Input {...ids} ref={field} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="The output has to be">
        {(ids) => (
          <NativeSelect
            {...ids}
            value={expected.kind}
            onChange={(event) =>
              setExpected({ ...expected, kind: expectationKinds.find((kind) => kind === event.target.value) ?? "exact" })
            }
          >
            {expectationKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindNames[kind]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Expected output">
        {(ids) => (
          <Textarea
            {...ids}
            mono
            rows={4}
            spellCheck={false}
            value={expected.text}
            onChange={(event) => setExpected({ ...expected, text: event.target.value })}
          />
        )}
      </Field>
      {test === undefined ? (
        <p className="text-muted text-sm">The input is the one of the preview, as the tab Input has it now.</p>
      ) : (
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={takesInput} onChange={(event) => setTakesInput(event.target.checked)} />
          Take the input of the preview
        </label>
      )}
      {error ? (
        <Alert tone="error" live title="Could not save the test.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={create.isPending || update.isPending} disabled={name.trim() === ""}>
          Save the test
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Then it is compared as text.
    return false;
  }
}

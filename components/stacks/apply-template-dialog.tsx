"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { ParameterFields } from "./parameter-fields";
import { TemplatePreview } from "./template-preview";

const templateBytesMax = 1_048_576;

type Props = { taken: readonly string[]; onClose: () => void; onApplied: (stackName: string) => void };

/** A template in two steps: what it would do is shown before it is done. */
export function ApplyTemplateDialog({ taken, onClose, onApplied }: Props) {
  const [name, setName] = useState("");
  const [template, setTemplate] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [fileProblem, setFileProblem] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const preview = useWrite("previewTemplate");
  const apply = useWrite("applyTemplate");
  const { offer } = useUndo();
  const seen = preview.data;
  const input = { stackName: name.trim(), template, parameters: values };
  const isReady = seen !== undefined && seen.problem === undefined && !seen.isSame;

  /** What was shown is not true of another text. */
  function change(run: () => void) {
    preview.reset();
    apply.reset();
    setFailure(undefined);
    run();
  }

  async function takeFile(file: File | undefined) {
    if (!file) return;
    if (file.size > templateBytesMax) return setFileProblem(`${file.name} is larger than 1 MB, the limit for a template.`);
    setFileProblem(undefined);
    const text = await file.text();
    change(() => setTemplate(text));
    if (name === "") setName(nameFrom(file.name));
  }

  function submit() {
    apply.mutate(input, {
      onSuccess: ({ stackName, status, statusReason, revision }) => {
        if (status !== "CREATE_COMPLETE" && status !== "UPDATE_COMPLETE") return setFailure(statusReason ?? status);
        offer(`${seen?.isUpdate ? "Updated" : "Created"} stack ${stackName}`, revision);
        onApplied(stackName);
      },
    });
  }

  const problem = failure ?? apply.error?.message ?? preview.error?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Apply a template"
      description="CloudFormation or SAM, YAML or JSON. Resources of other services are skipped and listed."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={isReady ? "secondary" : "primary"}
            busy={preview.isPending}
            disabled={name.trim() === "" || template.trim() === ""}
            onClick={() => preview.mutate(input)}
          >
            Preview
          </Button>
          {isReady ? (
            <Button look="primary" busy={apply.isPending || apply.isSuccess} onClick={submit}>
              {seen.isUpdate ? "Update stack" : "Create stack"}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem ? (
          <Alert tone="error" title="The template was not applied; nothing was written." live>
            <code className="block max-h-60 overflow-auto whitespace-pre-wrap">{problem}</code>
          </Alert>
        ) : null}
        <Field label="Name of the stack" help={taken.includes(name.trim()) ? "This stack is there: the template updates it." : undefined}>
          {(ids) => (
            <Input {...ids} autoFocus autoComplete="off" value={name} onChange={(event) => change(() => setName(event.target.value))} />
          )}
        </Field>
        <Field label="File" error={fileProblem}>
          {(ids) => (
            <Input
              {...ids}
              type="file"
              accept=".json,.yaml,.yml,.template,application/json,application/yaml"
              className="py-1"
              onChange={(event) => void takeFile(event.target.files?.[0])}
            />
          )}
        </Field>
        <Field label="Or paste the template">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={10}
              spellCheck={false}
              value={template}
              onChange={(event) => change(() => setTemplate(event.target.value))}
            />
          )}
        </Field>
        {seen ? <ParameterFields parameters={seen.parameters} values={values} onChange={setValues} /> : null}
        {seen ? <TemplatePreview preview={seen} /> : null}
      </div>
    </Dialog>
  );
}

/** A name for a stack of a file: letters, digits and hyphens, a letter first. */
function nameFrom(fileName: string): string {
  return fileName
    .replace(/\.[^.]*$/, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^[^A-Za-z]+|-+$/g, "");
}

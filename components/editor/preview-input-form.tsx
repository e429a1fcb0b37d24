"use client";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { CodeEditor } from "./code-editor";
import type { PreviewInput } from "./use-preview-input";

type Props = { label: string; preview: PreviewInput; isInDialog: boolean };

const fields = [
  { name: "params", label: "Parameters", help: "path, querystring and header, each an object of texts.", rows: 6 },
  { name: "context", label: "Context", help: 'Fields over the usual $context of a test call, such as { "stage": "prod" }.', rows: 3 },
  { name: "stageVariables", label: "Stage variables", help: "An object of texts.", rows: 2 },
] as const;

/** The sample that the preview reads. */
export function PreviewInputForm({ label, preview, isInDialog }: Props) {
  const { text, problems, change, reset } = preview;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <p className="font-medium">Body</p>
        <CodeEditor
          language="json"
          label={`Sample body for ${label}`}
          value={text.body}
          onChange={(body) => change({ body })}
          height={120}
          isInDialog={isInDialog}
        />
      </div>
      {fields.map(({ name, label: title, help, rows }) => (
        <Field key={name} label={title} help={help} error={problems[name]}>
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={rows}
              spellCheck={false}
              value={text[name]}
              onChange={(event) => change({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <div className="flex items-center gap-2">
        <p className="flex-1 text-muted text-sm">Remembered in this tab.</p>
        {reset ? (
          <Button size="sm" onClick={reset}>
            Back to the default input
          </Button>
        ) : null}
      </div>
    </div>
  );
}

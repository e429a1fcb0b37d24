"use client";
import { useMemo, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import type { TemplateApiKind } from "@/lib/vtl/reference";
import { CodeEditor } from "./code-editor";
import type { EditorHandle } from "./editor-handle";
import type { EditorHints } from "./editor-hints";
import type { EditorProblem } from "./editor-problem";
import { ProblemList } from "./problem-list";
import { SnippetBar } from "./snippet-bar";
import { type PreviewProps, TemplatePreview } from "./template-preview";
import { applyEdits } from "./text-change";

type Props = PreviewProps & {
  value: string;
  onChange: (value: string) => void;
  modelId: string;
  apiKind: TemplateApiKind;
  modelBody: string | undefined;
  stageVariables: readonly string[] | undefined;
};

/** Editor and problems, and the preview beside them where there is room for both, else below. */
export function TemplateWorkspace({ value, onChange, modelId, apiKind, modelBody, stageVariables, ...shown }: Props) {
  const { label, readOnly, preview, check, isLarge } = shown;
  const [handle, setHandle] = useState<EditorHandle>();
  const answer = check.kind === "answered" ? check.answer : undefined;
  const hints = useMemo<EditorHints>(() => {
    const { path, querystring, header } = preview.input.params;
    return {
      apiKind,
      ...(modelBody === undefined ? {} : { modelBody }),
      ...(preview.input.body === undefined ? {} : { sampleBody: preview.input.body }),
      parameters: [path, querystring, header].flatMap(Object.keys),
      stageVariables: stageVariables ?? Object.keys(preview.input.stageVariables),
    };
  }, [preview.input, apiKind, modelBody, stageVariables]);

  function fix({ fix: wanted }: EditorProblem) {
    // Offsets of a fix mean the text that was checked.
    if (wanted === undefined || answer?.text !== value) return;
    if (handle) handle.apply(wanted.edits);
    else onChange(applyEdits(value, wanted.edits));
  }

  return (
    <div className="flex min-w-0 flex-wrap gap-3">
      <div className={cn("flex min-w-0 flex-[1_1_400px] flex-col gap-1.5", isLarge && "h-[60vh]")}>
        {value.trim() === "" && !readOnly ? <SnippetBar onChoose={onChange} /> : null}
        <CodeEditor
          language="vtl"
          label={label}
          value={value}
          onChange={onChange}
          readOnly={readOnly}
          height={isLarge ? "fill" : 190}
          checked={answer}
          hints={hints}
          modelId={modelId}
          isInDialog={isLarge}
          onHandle={setHandle}
        />
        {check.kind === "failed" ? (
          <Alert tone="warn" live title={check.title}>
            {check.text}
          </Alert>
        ) : (
          <ProblemList
            label={label}
            problems={answer?.problems}
            canFix={!readOnly && answer?.text === value}
            onShow={(problem) => handle?.reveal(problem.start)}
            onFix={fix}
          />
        )}
      </div>
      <div className="flex min-w-0 flex-[1_1_340px] flex-col">
        <TemplatePreview {...shown} handle={handle} />
      </div>
    </div>
  );
}

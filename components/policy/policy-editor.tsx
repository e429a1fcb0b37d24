"use client";
import { type ReactNode, useState } from "react";
import { CodeEditor } from "@/components/editor/code-editor";
import type { EditorHandle } from "@/components/editor/editor-handle";
import type { CheckedText } from "@/components/editor/editor-problem";
import { ProblemList } from "@/components/editor/problem-list";
import { Button } from "@/components/ui/button";
import type { PolicyTemplate } from "./policy-templates";

type Props = {
  /** Names the editor and its problems. */
  label: string;
  value: string;
  onChange: (text: string) => void;
  checked: CheckedText;
  templates: readonly PolicyTemplate[];
  readOnly: boolean;
  /** What stands below the problems, in one region with them. */
  children: ReactNode;
};

/** The text of a policy with templates to begin with, and what is wrong with it. */
export function PolicyEditor({ label, value, onChange, checked, templates, readOnly, children }: Props) {
  const [handle, setHandle] = useState<EditorHandle>();
  return (
    <>
      <section aria-label="Policy" data-region="editor" className="flex flex-col gap-2">
        {readOnly ? null : <TemplateChoice templates={templates} onChoose={onChange} />}
        <CodeEditor
          language="json"
          label={label}
          value={value}
          onChange={onChange}
          readOnly={readOnly}
          height={300}
          checked={checked}
          onHandle={setHandle}
        />
      </section>
      {/* Tab writes in the editor; F6 leads on to here. */}
      <section aria-label="Problems and tools" data-region="policy-tools" className="flex flex-col items-stretch gap-3">
        <ProblemList label={label} problems={checked.problems} onShow={(problem) => handle?.reveal(problem.start)} />
        {children}
      </section>
    </>
  );
}

function TemplateChoice({ templates, onChoose }: { templates: readonly PolicyTemplate[]; onChoose: (text: string) => void }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Templates</legend>
      <span className="text-muted text-sm">Begin with</span>
      {templates.map(({ id, label, document }) => (
        <Button key={id} size="sm" onClick={() => onChoose(JSON.stringify(document, null, 2))}>
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

/** As people write it; what is no JSON stays as it is. */
export function readablePolicy(policy: string): string {
  try {
    return policy === "" ? "" : JSON.stringify(JSON.parse(policy), null, 2);
  } catch {
    return policy;
  }
}

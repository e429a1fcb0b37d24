"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { checkSchemaText } from "./check-schema-text";
import { CodeEditor } from "./code-editor";
import type { EditorHandle } from "./editor-handle";
import type { EditorHints } from "./editor-hints";
import { makeResolver, modelAddress, modelNameOf, type ReferredModel } from "./model-references";
import { ProblemList } from "./problem-list";
import { SchemaTools } from "./schema-tools";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** With `models`: what a `$ref` may name. Without, references are not checked. */
  apiId?: string;
  models?: readonly ReferredModel[];
};

/** A draft-04 schema with its problems; beside it a sample of what it allows, and a check for a body at hand. */
export function SchemaEditor({ label, value, onChange, readOnly = false, apiId, models }: Props) {
  const [handle, setHandle] = useState<EditorHandle>();
  const text = useDeferredValue(value);
  const checked = useMemo(() => {
    const known = models?.map(({ name }) => name);
    const hasModel = (address: string) => known === undefined || known.includes(modelNameOf(address) ?? "");
    return checkSchemaText(text, { hasModel });
  }, [text, models]);
  const hints = useMemo<EditorHints>(
    () => ({ modelReferences: (models ?? []).map(({ name }) => ({ name, address: modelAddress(apiId ?? "", name) })) }),
    [apiId, models],
  );
  const resolveRef = useMemo(() => makeResolver(models ?? []), [models]);

  return (
    <div className="flex min-w-0 flex-wrap gap-3">
      <div className="flex min-w-0 flex-[1_1_420px] flex-col gap-1.5">
        <CodeEditor
          language="json"
          isSchema
          label={label}
          value={value}
          onChange={onChange}
          readOnly={readOnly}
          height={360}
          checked={checked}
          hints={hints}
          onHandle={setHandle}
        />
        <ProblemList label={label} problems={checked.problems} onShow={(problem) => handle?.reveal(problem.start)} />
      </div>
      <div className="flex min-w-0 flex-[1_1_320px] flex-col">
        <SchemaTools label={label} schema={text} isUsable={checked.problems.length === 0} resolveRef={resolveRef} />
      </div>
    </div>
  );
}

"use client";
import { CodeEditor } from "./code-editor";

type Props = { label: string; value: string; onChange: (value: string) => void; readOnly?: boolean };

export function SchemaEditor({ label, value, onChange, readOnly = false }: Props) {
  return <CodeEditor language="json" label={label} value={value} onChange={onChange} readOnly={readOnly} height={360} />;
}

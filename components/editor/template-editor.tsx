"use client";
import { CodeEditor } from "./code-editor";

type Props = {
  apiId: string;
  side: "request" | "response";
  label: string;
  contentType: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
};

export function TemplateEditor({ label, value, onChange, readOnly = false }: Props) {
  return <CodeEditor language="vtl" label={label} value={value} onChange={onChange} readOnly={readOnly} />;
}

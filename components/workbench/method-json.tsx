"use client";
import { useState } from "react";
import { CodeEditor } from "@/components/editor/code-editor";
import { Alert } from "@/components/ui/alert";
import { type Method, methodSchema } from "@/lib/definition/rest-api";
import type { FormProps } from "./boxes/form-props";

/** Reads a method from text; a sentence says what is wrong and where. */
function readMethod(text: string): { method: Method } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "This is not JSON." };
  }
  const parsed = methodSchema.safeParse(value);
  if (parsed.success) return { method: parsed.data };
  const [first] = parsed.error.issues;
  return { problem: `${first?.path.join(".") || "The method"}: ${first?.message ?? "is not valid"}` };
}

/** The whole method as the service writes it; what parses becomes the edit at once. */
export function MethodJson({ method, edit, disabled }: FormProps) {
  const [text, setText] = useState(() => JSON.stringify(method, null, 2));
  const [problem, setProblem] = useState<string>();
  function change(next: string) {
    setText(next);
    const read = readMethod(next);
    setProblem("problem" in read ? read.problem : undefined);
    if ("method" in read) edit(() => ({ ...read.method, httpMethod: method.httpMethod }));
  }
  return (
    <div className="flex h-full min-h-96 flex-col gap-2">
      {problem ? (
        <Alert tone="warn" live title="Not taken over yet">
          {problem}
        </Alert>
      ) : null}
      <CodeEditor language="json" label="Method as JSON" value={text} onChange={change} readOnly={disabled} height="fill" />
    </div>
  );
}

"use client";
import { useState } from "react";
import type { z } from "zod";
import { CodeEditor } from "@/components/editor/code-editor";
import { Alert } from "@/components/ui/alert";

type Props<T extends object> = {
  label: string;
  value: T;
  /** What the members have to be. */
  schema: z.ZodType<T>;
  /** Members that are not written by hand. */
  own: readonly (keyof T & string)[];
  edit: (change: (old: T) => T) => void;
  disabled: boolean;
};

type Read<T> = { members: T } | { problem: string };

function readText<T extends object>(text: string, schema: z.ZodType<T>, kept: Partial<T>): Read<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "This is not JSON." };
  }
  if (typeof value !== "object" || value === null) return { problem: "This is no JSON object." };
  const parsed = schema.safeParse({ ...value, ...kept });
  if (parsed.success) return { members: parsed.data };
  const [first] = parsed.error.issues;
  return { problem: `${first?.path.join(".") || "The object"}: ${first?.message ?? "is not valid"}` };
}

/** Whether a text still means the value; the schema puts the members of both in one order. */
function isSame<T extends object>(members: T, value: T, schema: z.ZodType<T>): boolean {
  const { data = value } = schema.safeParse(value);
  return JSON.stringify(members) === JSON.stringify(data);
}

/** A whole thing as the service writes it; what parses becomes the edit at once. */
export function EntityJson<T extends object>({ label, value, schema, own, edit, disabled }: Props<T>) {
  const [typed, setTyped] = useState<string>();
  const isOwn = ([name]: [string, unknown]) => own.some((each) => each === name);
  // Members of a value that are its own are members of it.
  const kept = Object.fromEntries(Object.entries(value).filter(isOwn)) as Partial<T>;
  const stored = JSON.stringify(Object.fromEntries(Object.entries(value).filter((entry) => !isOwn(entry))), null, 2);
  const read = typed === undefined ? undefined : readText(typed, schema, kept);
  const isCurrent = read !== undefined && ("problem" in read || isSame(read.members, value, schema));
  function change(next: string) {
    setTyped(next);
    const now = readText(next, schema, kept);
    if ("members" in now) edit(() => now.members);
  }
  return (
    <div className="flex h-full min-h-96 flex-col gap-2">
      {isCurrent && "problem" in read ? (
        <Alert tone="warn" live title="Not taken over yet">
          {read.problem}
        </Alert>
      ) : null}
      <CodeEditor
        language="json"
        label={label}
        value={isCurrent && typed !== undefined ? typed : stored}
        onChange={change}
        readOnly={disabled}
        height="fill"
      />
    </div>
  );
}

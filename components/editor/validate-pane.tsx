"use client";
import { CircleAlert } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { Alert } from "@/components/ui/alert";
import { CodeEditor } from "./code-editor";
import { validateBody } from "./read-schema";

type Props = { label: string; schema: string; resolveRef: (address: string) => unknown; body: string; onChange: (body: string) => void };

/** A body pasted here is checked as the gateway would. */
export function ValidatePane({ label, schema, resolveRef, body, onChange }: Props) {
  const text = useDeferredValue(body);
  const verdict = useMemo(() => validateBody(text, { schema, resolveRef }), [text, schema, resolveRef]);
  return (
    <div className="flex flex-col gap-2">
      <CodeEditor language="json" label={`Body to check against ${label}`} value={body} onChange={onChange} height={180} />
      <div role="status">
        {verdict.kind === "valid" ? (
          <Alert tone="ok">The gateway would let this body pass.</Alert>
        ) : verdict.kind === "unreadable" ? (
          <Alert tone="warn" title="This body is not JSON.">
            <code>{verdict.message}</code>
          </Alert>
        ) : (
          <Alert
            tone="error"
            title={`The gateway would refuse this body, for ${verdict.failures.length === 1 ? "1 reason" : `${verdict.failures.length} reasons`}.`}
          >
            <ul className="flex flex-col gap-1">
              {verdict.failures.map(({ pointer, keyword, message }) => (
                <li key={`${pointer} ${keyword} ${message}`} className="flex items-start gap-1.5">
                  <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                  <span>
                    <code>{pointer === "" ? "whole body" : pointer}</code>: {message}
                  </span>
                </li>
              ))}
            </ul>
          </Alert>
        )}
      </div>
    </div>
  );
}

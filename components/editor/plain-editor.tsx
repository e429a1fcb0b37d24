"use client";
import type { CodeEditorProps } from "./code-editor-props";

type Props = CodeEditorProps;

/** The text without colours and help, for when the editor's code cannot be loaded. */
export function PlainEditor({ label, value, onChange, readOnly = false, height = 240 }: Props) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p role="status" className="border-line border-b bg-warn-bg px-2 text-sm text-warn">
        The editor could not be loaded. This plain field works; reload the page to try again.
      </p>
      <textarea
        aria-label={label}
        spellCheck={false}
        readOnly={readOnly}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-full flex-1 resize-none bg-transparent p-2 font-mono text-sm outline-none"
        style={height === "fill" ? { minHeight: 200 } : { height }}
      />
    </div>
  );
}

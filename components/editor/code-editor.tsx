"use client";
import dynamic from "next/dynamic";
import { cn } from "@/components/ui/cn";
import type { CodeEditorProps } from "./code-editor-props";
import { guessHeight } from "./editor-height";
import { EditorSkeleton } from "./editor-skeleton";
import { PlainEditor } from "./plain-editor";

// An editor whose code cannot be loaded is still a text field.
const MonacoEditor = dynamic<CodeEditorProps>(
  () =>
    import("./monaco-editor").then(
      (loaded) => loaded.MonacoEditor,
      () => PlainEditor,
    ),
  { ssr: false, loading: () => <EditorSkeleton /> },
);

type Props = CodeEditorProps;

/** A text with colours, problems and completion. The editor itself loads when the first one is drawn. */
export function CodeEditor(props: Props) {
  const { height = 240, readOnly = false, isInDialog = false } = props;
  return (
    <div
      style={height === "fill" ? {} : { minHeight: guessHeight(props.value, height) }}
      className={cn(
        "relative min-w-0 rounded-md border border-line-strong/60 bg-raised focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
        !isInDialog && "overflow-hidden",
        readOnly && "bg-sunken [&_.monaco-editor]:[--vscode-editor-background:var(--bg-sunken)]!",
        readOnly && "[&_.monaco-editor]:[--vscode-editorGutter-background:var(--bg-sunken)]!",
        height === "fill" && "flex min-h-50 flex-1 flex-col",
      )}
    >
      <MonacoEditor {...props} height={height} readOnly={readOnly} />
    </div>
  );
}

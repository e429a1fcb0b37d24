"use client";
import { Editor } from "@monaco-editor/react";
import type { editor } from "monaco-editor/editor";
import { useEffect, useId, useRef, useState } from "react";
import type { CodeEditorProps } from "./code-editor-props";
import { fitHeight, guessHeight } from "./editor-height";
import { EditorSkeleton } from "./editor-skeleton";
import { makeHandle } from "./make-handle";
import { rememberFacts } from "./model-facts";
import { keepModel } from "./model-memory";
import { showMarkers, writeText } from "./monaco-model";
import { editorOptions, labelWithTab } from "./monaco-options";
import "./monaco-setup";

const extensions = { vtl: "vtl", json: "json", text: "txt" } as const;

type Props = CodeEditorProps;

/** Monaco, controlled by `value`. Load it lazily: this module brings the whole editor. */
export function MonacoEditor(props: Props) {
  const { language, label, value, readOnly = false, height = 240, modelId, isSchema = false, isInDialog = false } = props;
  const ownId = useId();
  const [instance, setInstance] = useState<editor.IStandaloneCodeEditor>();
  const [grown, setGrown] = useState<number>();
  const isWriting = useRef(false);
  // Texts told to the parent that have not come back as `value` yet: an old one must not overwrite what was typed since.
  const told = useRef<string[]>([]);

  useEffect(() => {
    const model = instance?.getModel();
    if (!model) return;
    const at = told.current.lastIndexOf(value);
    if (model.getValue() === value) told.current = [];
    else if (at >= 0) told.current = told.current.slice(at + 1);
    else {
      isWriting.current = true;
      writeText(model, value);
      isWriting.current = false;
    }
  }, [instance, value]);

  useEffect(() => {
    const model = instance?.getModel();
    if (!model) return;
    rememberFacts(model, { checked: props.checked, hints: props.hints ?? {} });
    showMarkers(model, props.checked);
  }, [instance, props.checked, props.hints]);

  const { onHandle } = props;
  useEffect(() => {
    if (!instance) return;
    onHandle?.(makeHandle(instance));
    return () => onHandle?.(undefined);
  }, [instance, onHandle]);

  function start(created: editor.IStandaloneCodeEditor) {
    const model = created.getModel();
    if (model && modelId !== undefined) keepModel(modelId, model);
    if (height !== "fill") {
      setGrown(fitHeight(created.getContentHeight(), height));
      created.onDidContentSizeChange((size) => setGrown(fitHeight(size.contentHeight, height)));
    }
    setInstance(created);
  }

  function change(next = "") {
    if (isWriting.current) return;
    told.current.push(next);
    props.onChange(next);
  }

  return (
    <Editor
      path={`inmemory://gatehouse/${encodeURIComponent(modelId ?? ownId)}${isSchema ? ".schema" : ""}.${extensions[language]}`}
      keepCurrentModel={modelId !== undefined}
      language={language === "text" ? "plaintext" : language}
      defaultValue={value}
      theme="gatehouse"
      height={height === "fill" ? "100%" : (grown ?? guessHeight(value, height))}
      className={height === "fill" ? "absolute inset-0" : ""}
      loading={<EditorSkeleton />}
      options={editorOptions({ ariaLabel: labelWithTab(label), readOnly, isInDialog, language })}
      onMount={start}
      onChange={change}
    />
  );
}

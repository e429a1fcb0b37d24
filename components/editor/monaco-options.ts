import { editor } from "monaco-editor/editor";
import type { EditorLanguage } from "./code-editor-props";
import { LINE_HEIGHT, PADDING } from "./editor-height";

/** The accessible name: the label, and how the Tab key leaves an editor that takes it. */
export function labelWithTab(label: string): string {
  const keys = /Mac/.test(navigator.platform) ? "Ctrl Shift M" : "Ctrl M";
  return `${label}. Press ${keys} to let Tab leave the editor.`;
}

type Wanted = { ariaLabel: string; readOnly: boolean; isInDialog: boolean; language: EditorLanguage };

export function editorOptions({ ariaLabel, readOnly, isInDialog, language }: Wanted): editor.IStandaloneEditorConstructionOptions {
  return {
    ariaLabel,
    readOnly,
    domReadOnly: readOnly,
    automaticLayout: true,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontSize: 12.5,
    lineHeight: LINE_HEIGHT,
    fontLigatures: false,
    padding: { top: PADDING, bottom: PADDING },
    minimap: { enabled: false },
    stickyScroll: { enabled: false },
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    overviewRulerLanes: 0,
    glyphMargin: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    renderLineHighlight: "none",
    // Dimmed, the number of an empty last line is too faint to read.
    renderFinalNewline: "on",
    wordWrap: "on",
    tabSize: 2,
    // A dialog is moved by a transform, which takes fixed boxes along.
    fixedOverflowWidgets: !isInDialog,
    // What is typed is what stands there: templates are rarely balanced while they are written.
    autoClosingBrackets: "never",
    autoClosingQuotes: "never",
    autoSurround: "never",
    wordBasedSuggestions: "off",
    quickSuggestions: language === "text" ? false : { other: true, strings: true, comments: false },
    acceptSuggestionOnEnter: "smart",
    acceptSuggestionOnCommitCharacter: false,
    bracketPairColorization: { enabled: false },
    unusualLineTerminators: "off",
    // It would cover the text; the problems below the editor have their fixes beside them.
    lightbulb: { enabled: editor.ShowLightbulbIconMode.Off },
    occurrencesHighlight: "off",
    colorDecorators: false,
    links: false,
  };
}

import { languages, Range } from "monaco-editor/editor";
import { findFixes } from "./editor-problem";
import { factsOf } from "./model-facts";
import { rangeOf } from "./monaco-model";
import { type Completion, completeTemplate } from "./vtl-completion";
import { vtlConfiguration, vtlTokens } from "./vtl-language";
import { findEntryAt } from "./vtl-lookup";

const kinds = {
  directive: languages.CompletionItemKind.Keyword,
  function: languages.CompletionItemKind.Function,
  property: languages.CompletionItemKind.Property,
  variable: languages.CompletionItemKind.Variable,
  field: languages.CompletionItemKind.Field,
  template: languages.CompletionItemKind.Snippet,
} as const satisfies Record<Completion["kind"], languages.CompletionItemKind>;

/** Makes `vtl` a language of the editor, with completion, explanations and fixes. */
export function registerVtl(): void {
  languages.register({ id: "vtl", extensions: [".vtl"], aliases: ["Mapping template"] });
  languages.setLanguageConfiguration("vtl", vtlConfiguration);
  // Monarch's rules are tuples that a table of constants cannot spell for the compiler; Monaco checks them when it reads them.
  languages.setMonarchTokensProvider("vtl", vtlTokens as unknown as languages.IMonarchLanguage);
  languages.registerCompletionItemProvider("vtl", { triggerCharacters: ["$", "#", ".", "'", "{", "!"], provideCompletionItems });
  languages.registerHoverProvider("vtl", { provideHover });
  languages.registerCodeActionProvider("vtl", { provideCodeActions }, { providedCodeActionKinds: ["quickfix"] });
}

const provideCompletionItems: languages.CompletionItemProvider["provideCompletionItems"] = (model, { lineNumber, column }) => {
  const before = model.getLineContent(lineNumber).slice(0, column - 1);
  const items = completeTemplate({ before, text: model.getValue(), hints: factsOf(model).hints });
  return {
    suggestions: items.map((item, index) => ({
      label: item.label,
      kind: kinds[item.kind],
      insertText: item.insert,
      ...(item.isSnippet ? { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
      ...(item.kind === "variable" ? { filterText: item.insert } : {}),
      detail: item.detail,
      ...(item.documentation === undefined ? {} : { documentation: { value: item.documentation } }),
      sortText: String(index).padStart(3, "0"),
      range: new Range(lineNumber, column - item.typed, lineNumber, column),
      // Behind `path('$` come the fields.
      ...(item.kind === "function" ? { command: { id: "editor.action.triggerSuggest", title: "Suggest" } } : {}),
    })),
  };
};

const provideHover: languages.HoverProvider["provideHover"] = (model, { lineNumber, column }) => {
  const found = findEntryAt(model.getLineContent(lineNumber), column - 1, factsOf(model).hints.apiKind);
  if (found === undefined) return null;
  const { signature, summary, example } = found.entry;
  return {
    range: new Range(lineNumber, found.start + 1, lineNumber, found.end + 1),
    contents: [{ value: `\`\`\`vtl\n${signature}\n\`\`\`` }, { value: summary }, { value: `Example:\n\`\`\`vtl\n${example}\n\`\`\`` }],
  };
};

const provideCodeActions: languages.CodeActionProvider["provideCodeActions"] = (model, range, context) => {
  const problems = findFixes(factsOf(model).checked, { text: model.getValue(), from: range.startLineNumber, to: range.endLineNumber });
  const actions = problems.flatMap(({ code, start, fix }) => {
    if (fix === undefined) return [];
    const marker = context.markers.find((each) => each.code === code && each.startLineNumber === start.line);
    const edits = fix.edits.map((edit) => ({
      resource: model.uri,
      versionId: model.getVersionId(),
      textEdit: { range: rangeOf(model, edit), text: edit.text },
    }));
    return [
      {
        title: fix.title,
        kind: "quickfix",
        isPreferred: true,
        edit: { edits },
        ...(marker === undefined ? {} : { diagnostics: [marker] }),
      },
    ];
  });
  return { actions, dispose: () => undefined };
};

import { languages, Range } from "monaco-editor/editor";
import { factsOf } from "./model-facts";

/** Adds to JSON what only the console knows: the models that a `$ref` can mean. */
export function registerJson(): void {
  languages.registerCompletionItemProvider("json", {
    triggerCharacters: ['"', "/"],
    provideCompletionItems: (model, { lineNumber, column }) => {
      const line = model.getLineContent(lineNumber);
      const typed = /"\$ref"\s*:\s*"([^"]*)$/.exec(line.slice(0, column - 1))?.[1];
      if (typed === undefined) return { suggestions: [] };
      const rest = /^[^"]*/.exec(line.slice(column - 1))?.[0].length ?? 0;
      return {
        suggestions: (factsOf(model).hints.modelReferences ?? []).map(({ name, address }) => ({
          label: name,
          kind: languages.CompletionItemKind.Reference,
          insertText: address,
          filterText: `${address} ${name}`,
          detail: "Model of this API",
          documentation: address,
          range: new Range(lineNumber, column - typed.length, lineNumber, column + rest),
        })),
      };
    },
  });
}

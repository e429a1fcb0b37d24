import { loader } from "@monaco-editor/react";
import * as monaco from "monaco-editor/editor";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";
// All features: the JSON language brings them anyway, and those that come after the first editor lack their services.
import "monaco-editor/features/register.all";
// Completion itself: the feature of that name registers only its inline part.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import { followTheme } from "./monaco-theme";
import { registerJson } from "./register-json";
import { registerVtl } from "./register-vtl";

// Runs once, when the first editor loads. Everything comes from the package: nothing is fetched from elsewhere.
self.MonacoEnvironment = {
  getWorker: (_moduleId, label) =>
    label === "json"
      ? new Worker(new URL("monaco-editor/languages/features/json/json.worker.js", import.meta.url), { type: "module" })
      : new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};
loader.config({ monaco });

jsonDefaults.setDiagnosticsOptions({
  validate: true,
  allowComments: false,
  enableSchemaRequest: false,
  schemaRequest: "ignore",
  // The worker knows draft 4 by itself; what a schema gets wrong is said by the data plane's own check.
  schemas: [{ uri: "http://json-schema.org/draft-04/schema#", fileMatch: ["*.schema.json"] }],
  schemaValidation: "ignore",
});
registerVtl();
registerJson();
followTheme();

// These keys belong to the console: palette and send.
monaco.editor.addKeybindingRules(
  [monaco.KeyCode.KeyK, monaco.KeyCode.Enter].map((key) => ({ keybinding: monaco.KeyMod.CtrlCmd | key, command: null })),
);

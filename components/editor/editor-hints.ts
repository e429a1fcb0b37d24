import type { TemplateApiKind } from "@/lib/vtl/reference";

/** What an editor's completion knows beside the text. */
export type EditorHints = {
  /** The kind of API, which decides what `$context` has. */
  apiKind?: TemplateApiKind;
  /** A sample of the model; its fields complete JSONPaths even where the body at hand lacks them. */
  modelBody?: string;
  /** A body as the template would read it; its fields complete JSONPaths. */
  sampleBody?: string;
  /** Names of path, query and header parameters. */
  parameters?: readonly string[];
  stageVariables?: readonly string[];
  /** Addresses that a `$ref` can have, with the model's name. */
  modelReferences?: readonly { name: string; address: string }[];
};

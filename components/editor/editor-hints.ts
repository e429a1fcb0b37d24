/** What an editor's completion knows beside the text. */
export type EditorHints = {
  /** A body as the template would read it; its fields complete JSONPaths. */
  sampleBody?: string;
  /** Names of path, query and header parameters. */
  parameters?: readonly string[];
  stageVariables?: readonly string[];
  /** Addresses that a `$ref` can have, with the model's name. */
  modelReferences?: readonly { name: string; address: string }[];
};

/** Where a value of a REST mapping comes from, parsed once from text such as `method.request.header.X`. */
export type Expression =
  | { kind: "static"; value: string }
  | { kind: "parameter"; of: ParameterSource; location: ParameterLocation; name: string; multiple: boolean }
  | { kind: "body"; of: ParameterSource; path: JsonPathText | undefined }
  | { kind: "context"; path: readonly string[] }
  | { kind: "stageVariable"; name: string };

/** The message that an expression reads from. */
export type ParameterSource = "method.request" | "integration.response";

/** The part of a message that holds a named parameter. */
export type ParameterLocation = "header" | "querystring" | "path";

/** A JSONPath that starts at `$`. */
export type JsonPathText = string;

/** Where a value of a REST mapping goes to. */
export type Destination = { to: "integration.request" | "method.response"; location: ParameterLocation; name: string; multiple: boolean };

/** What an expression can yield: a text, several texts (multi-value parameters), or nothing. */
export type ExpressionValue = string | readonly string[] | undefined;

/** The places that expressions read; a source that does not apply answers `undefined`. */
export interface ExpressionSources {
  /** The values of a parameter in the order received; an empty list or `undefined` when it is absent. Header names in any case. */
  parameter(of: ParameterSource, location: ParameterLocation, name: string): readonly string[] | undefined;
  /** The whole body, or the text of what a JSONPath selects in it. */
  body(of: ParameterSource, path: JsonPathText | undefined): string | undefined;
  /** A value of `$context`, by its path. */
  context(path: readonly string[]): string | undefined;
  /** A stage variable. */
  stageVariable(name: string): string | undefined;
}

/** A parse that can fail; `error` is a sentence for the user. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; error: string };

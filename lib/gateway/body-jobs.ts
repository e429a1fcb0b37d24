import { Buffer } from "node:buffer";
import { jsonPathText } from "../jsonpath/json-path-text.ts";
import { compileSchema, printFailures } from "../jsonschema/compile-schema.ts";
import type { CompiledSchema } from "../jsonschema/validation.ts";
import type { TemplateInput, TemplateOverrides } from "../vtl/run.ts";
import { compileTemplate } from "../vtl/template.ts";
import { VtlError, type VtlErrorKind } from "../vtl/vtl-error.ts";
import { readMockStatus } from "./integrations/mock-status.ts";
import { parseProxyResult } from "./integrations/parse-proxy-result.ts";
import { parseJson } from "./parse-json.ts";

/** Longest body that is worked on where requests are served; work on longer ones is handed over, so that nobody else waits for it. */
export const servedBodyMax = 64 * 1024;

/** A text, or the UTF-8 of one. */
export type BodyText = string | Uint8Array;

/** A model and those that it may refer to, as their texts by name. */
export type ModelSource = { name: string; models: Readonly<Record<string, string>> };

/** What became of a template: its text, or its fault. */
export type Rendered =
  | { output: string; overrides: TemplateOverrides | undefined }
  | { fault: { kind: VtlErrorKind; message: string; line: number; column: number; offset: number } };

/** What a body does wrong: the words for all of it, and where the first fault is. */
export type BodyFault = { words: string; pointer: string };

/** The work that grows with a body. It takes and gives plain data and touches nothing else, so that it can be done anywhere. */
export const bodyJobs = {
  render: ({ template, input }: { template: string; input: Omit<TemplateInput, "body"> & { body: BodyText } }): Rendered => {
    try {
      const { output, overrides } = compileTemplate(template).render({ ...input, body: textOf(input.body) });
      return { output, overrides };
    } catch (error) {
      if (!(error instanceof VtlError)) throw error;
      const { kind, message, line, column, offset } = error;
      return { fault: { kind, message, line, column, offset } };
    }
  },
  validate: ({ model, body }: { model: ModelSource; body: BodyText }): BodyFault | undefined => findBodyFault(compileModel(model), body),
  select: ({ body, paths }: { body: BodyText; paths: readonly string[] }): ReadonlyMap<string, string | undefined> => {
    const text = textOf(body);
    return new Map(paths.map((path) => [path, jsonPathText(text, path)]));
  },
  mockStatus: ({ text }: { text: string }): number | undefined => readMockStatus(text),
  proxyResult: ({ payload }: { payload: string }) => parseProxyResult(parseJson(payload)),
};

export type BodyJobs = typeof bodyJobs;
export type BodyJobName = keyof BodyJobs;

function textOf(body: BodyText): string {
  return typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

/** Makes a model ready; references between models are absolute addresses that end in the model's name. */
export function compileModel({ name, models }: ModelSource): CompiledSchema {
  const parsed = new Map<string, unknown>();
  const schemaOf = (wanted: string): unknown => {
    // Always the same value for a name: what is known about a schema is kept with it.
    if (!parsed.has(wanted)) parsed.set(wanted, parseJson((Object.hasOwn(models, wanted) ? models[wanted] : undefined) ?? "{}"));
    return parsed.get(wanted);
  };
  const resolveRef = (ref: string): unknown => {
    const wanted = /\/restapis\/[^/]+\/models\/([^/#]+)$/.exec(ref)?.[1];
    return wanted === undefined ? undefined : schemaOf(wanted);
  };
  return compileSchema(schemaOf(name), { resolveRef });
}

/** What a body does wrong by a model, in the service's words; undefined when it fits. */
export function findBodyFault(schema: CompiledSchema, body: BodyText): BodyFault | undefined {
  const text = textOf(body);
  const value = text.trim() === "" ? undefined : parseJson(text);
  if (value === undefined) return { words: "[Invalid JSON]", pointer: "" };
  const failures = schema.validate(value, text.length);
  return failures.length === 0 ? undefined : { words: printFailures(failures), pointer: failures[0]?.pointer ?? "" };
}

import { compileSchema } from "@/lib/jsonschema/compile-schema";
import { sampleFromSchema } from "@/lib/jsonschema/sample-schema";
import { starterTemplate } from "@/lib/jsonschema/starter-template";
import type { ValidationFailure } from "@/lib/jsonschema/validation";

type ResolveRef = (address: string) => unknown;

/** A sample of a schema that is known to be valid. */
export function makeSampleText(schema: string, { seed, resolveRef }: { seed: number; resolveRef: ResolveRef }): string {
  return JSON.stringify(sampleFromSchema(JSON.parse(schema), seed, { resolveRef }), null, 2) ?? "";
}

/** A mapping template for bodies of a schema that is known to be valid. */
export function makeTemplateText(schema: string): string {
  return starterTemplate(JSON.parse(schema));
}

export type Verdict =
  | { kind: "valid" }
  | { kind: "unreadable"; message: string }
  | { kind: "refused"; failures: readonly ValidationFailure[] };

/** What the gateway would say about a body. */
export function validateBody(body: string, { schema, resolveRef }: { schema: string; resolveRef: ResolveRef }): Verdict {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return { kind: "unreadable", message: error instanceof Error ? error.message : "It cannot be read." };
  }
  const failures = compileSchema(JSON.parse(schema), { resolveRef }).validate(value, body.length);
  return failures.length === 0 ? { kind: "valid" } : { kind: "refused", failures };
}

import { z } from "zod";
import type { ImportOperations } from "@/lib/client/import-operations";
import { documentBytesMax } from "@/lib/definition/document-limit";
import { exampleDocument } from "@/lib/services/example-document";
import { fetchDocument } from "@/lib/services/import-review/fetch-document";
import { applyReviewedImport, reviewImport } from "@/lib/services/import-review/review-import";
import { id } from "./_inputs";
import type { Row } from "./_row";

const choice = z.enum(["keep", "merge", "replace", "remove"]);
const imported = z.object({
  document: z.string().max(documentBytesMax),
  target: z.union([
    z.object({ kind: z.literal("REST"), apiId: id, mode: z.enum(["merge", "overwrite"]) }),
    z.object({ kind: z.literal("HTTP"), apiId: id }),
    z.object({ kind: z.enum(["REST", "HTTP"]) }),
  ]),
  basepath: z.enum(["ignore", "prepend", "split"]).optional(),
});
const decisions = z.object({
  items: z.record(z.string().max(2_048), choice),
  settings: z.array(z.string().max(64)).max(50),
  documentation: z.boolean(),
});

export const importOperations = {
  getExampleDocument: {
    kind: "query",
    input: z.object({}),
    run: async ({ runtime }) => {
      const document = exampleDocument({ demoUrl: `http://127.0.0.1:${runtime.environment.DEMO_PORT}` });
      return { document: JSON.stringify(document, null, 2) };
    },
  },
  fetchDocument: {
    kind: "mutation",
    input: z.object({ url: z.string().max(2_048) }),
    run: ({ scope, runtime }, input) => fetchDocument(scope, runtime, input),
  },
  reviewImport: { kind: "mutation", input: imported, run: ({ scope }, input) => reviewImport(scope, input) },
  applyImport: {
    kind: "mutation",
    input: imported.extend({ decisions, draftVersion: z.number().int().optional() }),
    run: ({ scope }, input) => applyReviewedImport(scope, input),
  },
} satisfies { [N in keyof ImportOperations]: Row<N> };

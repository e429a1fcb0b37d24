import { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import type { TestOperations } from "@/lib/client/test-operations";
import { templateTestSchema } from "@/lib/definition/template-test";
import {
  createTemplateTest,
  deleteTemplateTest,
  listTemplateTests,
  runTemplateTests,
  updateTemplateTest,
} from "@/lib/services/template-tests";
import { apiKey, id, options, version } from "./_inputs";
import type { Row } from "./_row";

/** Tests of templates, and what belongs to them. */
export const testOperations: { [N in keyof TestOperations & keyof Operations]: Row<N> } = {
  listTemplateTests: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const tests = await listTemplateTests(scope, { restApiId });
      return tests.map(({ entityVersion, ...test }) => ({ ...test, version: entityVersion }));
    },
  },
  runTemplateTests: {
    kind: "query",
    input: apiKey,
    run: ({ scope }, { apiId: restApiId }) => runTemplateTests(scope, { restApiId }),
  },
  createTemplateTest: {
    kind: "mutation",
    input: apiKey.extend({ test: templateTestSchema }),
    run: async ({ scope }, { apiId: restApiId, test }) => ({ id: (await createTemplateTest(scope, { restApiId, test })).id }),
  },
  updateTemplateTest: {
    kind: "mutation",
    input: apiKey.extend({ id, test: templateTestSchema.omit({ place: true }).partial(), expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, id: testId, test, expectedVersion }) => {
      await updateTemplateTest(scope, { restApiId, testId }, (draft) => ({ ...draft, ...test }), options(expectedVersion));
      return {};
    },
  },
  deleteTemplateTest: {
    kind: "mutation",
    input: z.object({ apiId: id, id }),
    run: async ({ scope }, { apiId: restApiId, id: testId }) => {
      await deleteTemplateTest(scope, { restApiId, testId });
      return {};
    },
  },
};

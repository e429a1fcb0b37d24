import { z } from "zod";
import type { TestOperations } from "@/lib/client/test-operations";
import { savedRequestSchema, suiteSchema, suiteTargetSchema } from "@/lib/definition/saved-request";
import { templateTestSchema } from "@/lib/definition/template-test";
import { runSuite } from "@/lib/services/run-suite";
import { createSavedRequest, deleteSavedRequest, listSavedRequests, updateSavedRequest } from "@/lib/services/saved-requests";
import { createSuite, deleteSuite, listSuites, updateSuite } from "@/lib/services/suites";
import {
  createTemplateTest,
  deleteTemplateTest,
  listTemplateTests,
  runTemplateTests,
  updateTemplateTest,
} from "@/lib/services/template-tests";
import { apiKey, id, options, version } from "./_inputs";
import type { Row } from "./_row";

const keyed = z.object({ apiId: id, id });

/** Tests of templates, saved requests and suites. */
export const testOperations: { [N in keyof TestOperations]: Row<N> } = {
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
    input: keyed,
    run: async ({ scope }, { apiId: restApiId, id: testId }) => {
      await deleteTemplateTest(scope, { restApiId, testId });
      return {};
    },
  },
  listSavedRequests: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const requests = await listSavedRequests(scope, { restApiId });
      return requests.map(({ entityVersion, ...request }) => ({ ...request, version: entityVersion }));
    },
  },
  createSavedRequest: {
    kind: "mutation",
    input: apiKey.extend({ request: savedRequestSchema }),
    run: async ({ scope }, { apiId: restApiId, request }) => ({ id: (await createSavedRequest(scope, { restApiId, request })).id }),
  },
  updateSavedRequest: {
    kind: "mutation",
    input: keyed.extend({ request: savedRequestSchema.partial(), expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, id: requestId, request, expectedVersion }) => {
      const change = (draft: object) => ({ ...draft, ...request });
      const { entityVersion } = await updateSavedRequest(scope, { restApiId, requestId }, change, options(expectedVersion));
      return { version: entityVersion };
    },
  },
  deleteSavedRequest: {
    kind: "mutation",
    input: keyed,
    run: async ({ scope }, { apiId: restApiId, id: requestId }) => {
      await deleteSavedRequest(scope, { restApiId, requestId });
      return {};
    },
  },
  listSuites: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const suites = await listSuites(scope, { restApiId });
      return suites.map(({ entityVersion, ...suite }) => ({ ...suite, version: entityVersion }));
    },
  },
  createSuite: {
    kind: "mutation",
    input: apiKey.extend({ suite: suiteSchema }),
    run: async ({ scope }, { apiId: restApiId, suite }) => ({ id: (await createSuite(scope, { restApiId, suite })).id }),
  },
  updateSuite: {
    kind: "mutation",
    input: keyed.extend({ suite: suiteSchema.partial(), expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, id: suiteId, suite, expectedVersion }) => {
      await updateSuite(scope, { restApiId, suiteId }, (draft) => ({ ...draft, ...suite }), options(expectedVersion));
      return {};
    },
  },
  deleteSuite: {
    kind: "mutation",
    input: keyed,
    run: async ({ scope }, { apiId: restApiId, id: suiteId }) => {
      await deleteSuite(scope, { restApiId, suiteId });
      return {};
    },
  },
  runSuite: {
    kind: "mutation",
    input: keyed.extend({ target: suiteTargetSchema }),
    run: ({ scope, runtime }, { apiId: restApiId, id: suiteId, target }) => runSuite(scope, runtime, { restApiId, suiteId, target }),
  },
};

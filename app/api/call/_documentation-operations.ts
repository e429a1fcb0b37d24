import { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import {
  createDocumentationPart,
  deleteDocumentationPart,
  getDocumentationParts,
  updateDocumentationPart,
} from "@/lib/services/documentation-parts";
import { createDocumentationVersion, deleteDocumentationVersion, getDocumentationVersions } from "@/lib/services/documentation-versions";
import { restoreDocumentationVersion } from "@/lib/services/restore-documentation";
import { apiKey, id, name, options, version } from "./_inputs";
import { allPages } from "./_pages";
import type { Row } from "./_row";

const documentationText = z.string().max(400_000);
const documentationPlace = z.object({
  type: z.string().max(40),
  path: z.string().max(2_048).optional(),
  method: z.string().max(20).optional(),
  statusCode: z.string().max(3).optional(),
  name: name.optional(),
});

/** Calls about the documentation of an API. */
export const documentationOperations = {
  listDocumentationParts: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const parts = await allPages((page) => getDocumentationParts(scope, { restApiId, ...page }));
      return parts.map(({ entityVersion, ...part }) => ({ ...part, version: entityVersion }));
    },
  },
  listDocumentationVersions: {
    kind: "query",
    input: apiKey,
    run: async ({ scope }, { apiId: restApiId }) => {
      const versions = await allPages((page) => getDocumentationVersions(scope, { restApiId, ...page }));
      return versions.map(({ entityVersion: _version, createdDate, ...rest }) => ({ ...rest, createdDate: createdDate.toISOString() }));
    },
  },
  createDocumentationPart: {
    kind: "mutation",
    input: apiKey.extend({ location: documentationPlace, properties: documentationText }),
    run: async ({ scope }, { apiId: restApiId, ...part }) => ({ id: (await createDocumentationPart(scope, { restApiId, ...part })).id }),
  },
  updateDocumentationPart: {
    kind: "mutation",
    input: apiKey.extend({ id, properties: documentationText, expectedVersion: version }),
    run: async ({ scope }, { apiId: restApiId, id: documentationPartId, properties, expectedVersion }) => {
      await updateDocumentationPart(scope, { restApiId, documentationPartId }, () => ({ properties }), options(expectedVersion));
      return {};
    },
  },
  deleteDocumentationPart: {
    kind: "mutation",
    input: apiKey.extend({ id }),
    run: async ({ scope }, { apiId: restApiId, id: documentationPartId }) => {
      await deleteDocumentationPart(scope, { restApiId, documentationPartId });
      return {};
    },
  },
  publishDocumentation: {
    kind: "mutation",
    input: apiKey.extend({ version: z.string().min(1).max(64), description: name.optional(), stageName: id.optional() }),
    run: async ({ scope }, { apiId: restApiId, version: documentationVersion, ...input }) => {
      await createDocumentationVersion(scope, { restApiId, documentationVersion, ...input });
      return {};
    },
  },
  restoreDocumentation: {
    kind: "mutation",
    input: apiKey.extend({ version: name }),
    run: async ({ scope }, { apiId: restApiId, version: documentationVersion }) => {
      await restoreDocumentationVersion(scope, { restApiId, documentationVersion });
      return {};
    },
  },
  deleteDocumentationVersion: {
    kind: "mutation",
    input: apiKey.extend({ version: name }),
    run: async ({ scope }, { apiId: restApiId, version: documentationVersion }) => {
      await deleteDocumentationVersion(scope, { restApiId, documentationVersion });
      return {};
    },
  },
} satisfies { [N in keyof Operations]?: Row<N> };

import { z } from "zod";
import type { FilterOperations } from "@/lib/client/filter-operations";
import { filterNameSchema, requestFilterSchema } from "@/lib/definition/request-filter";
import {
  createRequestFilter,
  deleteRequestFilter,
  getRequestFilter,
  listRequestFilters,
  updateRequestFilter,
} from "@/lib/services/request-filters";
import { id, options, version } from "./_inputs";
import type { Row } from "./_row";

/** Calls about request filters. */
export const filterOperations: { [N in keyof FilterOperations]: Row<N> } = {
  listFilters: { kind: "query", input: z.object({}), run: ({ scope }) => listRequestFilters(scope) },
  getFilter: { kind: "query", input: z.object({ id }), run: ({ scope }, input) => getRequestFilter(scope, input.id) },
  createFilter: {
    kind: "mutation",
    input: z.object({ name: filterNameSchema, filter: requestFilterSchema }),
    run: ({ scope }, input) => createRequestFilter(scope, input),
  },
  updateFilter: {
    kind: "mutation",
    input: z.object({ id, filter: requestFilterSchema, expectedVersion: version }),
    run: async ({ scope }, { expectedVersion, ...input }) => {
      await updateRequestFilter(scope, input, options(expectedVersion));
      return {};
    },
  },
  deleteFilter: {
    kind: "mutation",
    input: z.object({ id }),
    run: async ({ scope }, input) => {
      await deleteRequestFilter(scope, input);
      return {};
    },
  },
};

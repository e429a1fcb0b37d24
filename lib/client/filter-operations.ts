import type { RequestFilter } from "../definition/request-filter.ts";
import type { Mutation, Query, Versioned } from "./operation-kinds.ts";

/** A request filter, with the stages that ask it. */
export type FilterView = {
  id: string;
  name: string;
  arn: string;
  filter: RequestFilter;
  stages: { apiId: string; apiName: string; stageName: string }[];
  version: number;
  /** Why what is stored cannot be read; `filter` blocks everything then. */
  problem?: string;
};

/** Calls about request filters. */
export type FilterOperations = {
  listFilters: Query<object, FilterView[]>;
  getFilter: Query<{ id: string }, FilterView>;
  createFilter: Mutation<{ name: string; filter: RequestFilter }, { id: string; arn: string }>;
  updateFilter: Mutation<{ id: string; filter: RequestFilter } & Versioned>;
  deleteFilter: Mutation<{ id: string }>;
};

import type { TaggedThing } from "../definition/tagged-thing.ts";
import type { Mutation, Query } from "./operation-kinds.ts";

export type TagOperations = {
  getTags: Query<{ thing: TaggedThing }, { tags: Record<string, string> }>;
  /** Makes the tags of a thing these and no others. */
  setTags: Mutation<{ thing: TaggedThing; tags: Record<string, string> }>;
};

import { z } from "zod";
import { restApiDefinitionSchema } from "./rest-api.ts";
import { v2ApiDefinitionSchema } from "./v2-api.ts";

/** Raised when the meaning of a stored snapshot changes; older ones are upgraded when they are read. */
export const snapshotFormat = 1;

/** The definition of an API of any kind. */
export const apiDefinitionSchema = z.union([restApiDefinitionSchema, v2ApiDefinitionSchema]);
export type ApiDefinition = z.infer<typeof apiDefinitionSchema>;

/** An immutable copy of an API's definition. Its hash is over the canonical JSON of `definition`. */
export const snapshotSchema = z.object({ format: z.literal(snapshotFormat), definition: apiDefinitionSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

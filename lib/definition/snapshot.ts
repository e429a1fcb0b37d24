import { z } from "zod";
import { restApiDefinitionSchema } from "./rest-api.ts";

/** Raised when the meaning of a stored snapshot changes; older ones are upgraded when they are read. */
export const snapshotFormat = 1;

/** An immutable copy of an API's definition. Its hash is over the canonical JSON of `definition`. */
export const snapshotSchema = z.object({ format: z.literal(snapshotFormat), definition: restApiDefinitionSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

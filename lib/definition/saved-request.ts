import { z } from "zod";
import { assertionKinds } from "./assertion-kinds.ts";
import { httpVerbs } from "./http-verbs.ts";

/** `name` is the header or the JSONPath; `value` the status, the text of the header, the JSON that the path gives, or a text of the body. */
export const assertionSchema = z.object({
  kind: z.enum(assertionKinds),
  name: z.string().max(500),
  value: z.string().max(10_000),
});
export type Assertion = z.infer<typeof assertionSchema>;

const assertionsMax = 50;
/** Integrations carry 10 MB; a request that anybody reads has less. */
const bodyMax = 262_144;

/** A request that is kept beside its API: as it is typed in the tester, placeholders and all. */
export const savedRequestSchema = z.object({
  name: z.string().trim().min(1, "A request needs a name.").max(200),
  httpMethod: z.enum(httpVerbs),
  /** Path of the resource, with its parameters' names. */
  path: z.string().min(1).max(2_048),
  pathParameters: z.record(z.string().max(200), z.string().max(2_048)),
  query: z.string().max(8_192),
  headers: z.string().max(32_768),
  body: z.string().max(bodyMax),
  assertions: z.array(assertionSchema).max(assertionsMax),
});
export type SavedRequest = z.infer<typeof savedRequestSchema>;

/** Where a suite runs: the draft, with the variables of a stage if one is named, or what a stage serves. */
export const suiteTargetSchema = z.object({ kind: z.enum(["draft", "stage"]), stageName: z.string().max(128).optional() });
export type SuiteTarget = z.infer<typeof suiteTargetSchema>;

const suiteRequestsMax = 200;

/** Saved requests that are run together. */
export const suiteSchema = z.object({
  name: z.string().trim().min(1, "A suite needs a name.").max(200),
  requestIds: z.array(z.string().min(1).max(128)).max(suiteRequestsMax),
  /** Whether the console runs it on the draft before a deployment. */
  runsBeforeDeploy: z.boolean(),
});
export type Suite = z.infer<typeof suiteSchema>;

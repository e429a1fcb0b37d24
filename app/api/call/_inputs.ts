import { z } from "zod";

export const id = z.string().min(1).max(128);
/** The number of a revision, as far as databases count. */
export const revisionNumber = z.number().int().min(0).max(2_147_483_646);
export const name = z.string().max(1024);
export const version = z.number().int().optional();
export const apiKey = z.object({ apiId: id });
export const stageKey = apiKey.extend({ stageName: id });
export const options = (expectedVersion: number | undefined) => (expectedVersion === undefined ? {} : { expectedVersion });
export const definitionRef = z.union([z.object({ draft: z.literal(true) }), z.object({ deploymentId: id }), z.object({ stageName: id })]);

/** A merge patch; what it makes is parsed by the service that stores it. */
export const patch = z.record(z.string(), z.unknown());

/** The largest body of a request that the service accepts. */
const bodyMax = 10 * 1024 * 1024;

/** A request that is tried or named. */
export const testRequest = z.object({
  httpMethod: z.string().max(20),
  pathWithQueryString: z.string().max(16_384),
  headers: z.array(z.tuple([z.string().max(256), z.string().max(16_384)])).max(200),
  body: z.string().max(bodyMax).optional(),
  stageVariables: z.record(z.string(), z.string()).optional(),
});

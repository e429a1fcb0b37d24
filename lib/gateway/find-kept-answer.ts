import type { RestApiDefinition } from "../definition/rest-api.ts";
import type { StageRelease } from "../definition/stage.ts";
import { compile } from "./compile-rest.ts";
import { Exchange } from "./exchange.ts";
import type { Ports } from "./ports.ts";
import { answerIdOf, cacheKey, compileMethodCache } from "./response-cache.ts";
import { overlayPath } from "./test-invoke.ts";
import { splitTarget, testRequest } from "./test-request.ts";
import { noTrace } from "./trace.ts";

/** What tells one kept answer from others: the parts of a request that the cache keys of its method name. */
export type CachedRequest = {
  resourceId: string;
  httpMethod: string;
  pathWithQueryString: string;
  multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined;
  body?: string | undefined;
};

/** The name of the answer that a stage keeps to a request; undefined when it keeps none. */
export async function findKeptAnswer(
  definition: RestApiDefinition,
  release: StageRelease,
  request: CachedRequest,
  ports: Ports,
): Promise<string | undefined> {
  const api = compile(definition, release);
  const entry = api.findMethod(request.resourceId, request.httpMethod);
  const integration = entry?.method.methodIntegration;
  if (entry === undefined || integration === undefined) return undefined;
  const cache = compileMethodCache(api.stage, entry.route, integration);
  if (cache === undefined || (!cache.isForAllVerbs && request.httpMethod !== "GET")) return undefined;
  const [rawPath, rawQuery] = splitTarget(request.pathWithQueryString);
  const exchange = new Exchange(api.stage, testRequest(request, rawPath, rawQuery), ports, noTrace);
  exchange.route = entry.route;
  exchange.pathParameters = overlayPath(entry.route.resourcePath, rawPath);
  return answerIdOf(await cacheKey(cache, exchange));
}

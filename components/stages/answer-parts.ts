import { fillPath } from "@/lib/definition/fill-request";
import { findMethodSettingKey } from "@/lib/definition/method-setting";
import type { Integration, Resource } from "@/lib/definition/rest-api";
import type { MethodSetting } from "@/lib/definition/stage";

/** A part of a request that tells kept answers apart. */
export type AnswerPart = { place: "path" | "querystring" | "header" | "body"; name: string };

/** A method whose answers a stage may keep, and what tells them apart. */
export type KeptMethod = { label: string; resourceId: string; path: string; verb: string; parts: AnswerPart[]; isByCaller: boolean };

/** The methods whose answers the settings of a stage let its cache keep. */
export function keptMethods(resources: readonly Resource[], settings: Readonly<Record<string, MethodSetting>>): KeptMethod[] {
  return resources.flatMap(({ id: resourceId, path, resourceMethods }) =>
    Object.values(resourceMethods).flatMap((method) => {
      const integration = method?.methodIntegration;
      if (method === undefined || integration === undefined) return [];
      const own = findMethodSettingKey(settings, path, method.httpMethod);
      const setting = settings[own ?? "*/*"];
      const isGet = method.httpMethod === "GET" || method.httpMethod === "ANY";
      if (setting?.cachingEnabled !== true || (own === undefined && !isGet)) return [];
      const verb = method.httpMethod === "ANY" ? "GET" : method.httpMethod;
      const sources = sourcesOf(integration);
      const parts = sources.flatMap((source) => partOf(source) ?? []);
      return [{ label: `${method.httpMethod} ${path}`, resourceId, path, verb, parts, isByCaller: sources.some(isOfCaller) }];
    }),
  );
}

/** What the cache keys read: parameters of the integration stand for what is mapped to them. */
function sourcesOf({ cacheKeyParameters, requestParameters }: Integration): string[] {
  const sources = cacheKeyParameters.flatMap((name) =>
    name.startsWith("integration.request.") ? (requestParameters?.[name] ?? []) : name,
  );
  return [...new Set(sources)];
}

function partOf(source: string): AnswerPart | undefined {
  const [, place, name = ""] = /^method\.request\.(?:multivalue)?(path|querystring|header)\.(.+)$/.exec(source) ?? [];
  if (place === "path" || place === "querystring" || place === "header") return { place, name };
  return source.startsWith("method.request.body") ? { place: "body", name: "" } : undefined;
}

/** Who calls is no part of a request that one can name. */
const isOfCaller = (source: string) => source.startsWith("context.");

export const partKey = ({ place, name }: AnswerPart) => `${place} ${name}`;

/** The request that has these values; a part without one is absent from it. */
export function requestOf({ path, parts }: Pick<KeptMethod, "path" | "parts">, values: Readonly<Record<string, string>>) {
  const of = (place: AnswerPart["place"]) =>
    parts.filter((part) => part.place === place).map((part): [string, string] => [part.name, values[partKey(part)] ?? ""]);
  const query = of("querystring").filter(([, value]) => value !== "");
  const [, body = ""] = of("body")[0] ?? [];
  return {
    pathWithQueryString: fillPath(path, {
      pathParameters: Object.fromEntries(of("path")),
      query: query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&"),
    }),
    headers: of("header").filter(([, value]) => value !== ""),
    ...(body === "" ? {} : { body }),
  };
}

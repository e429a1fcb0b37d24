import type { MethodSetting } from "./stage.ts";

/** What the service fills in when the first setting of a method is made. */
export const defaultMethodSetting: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

/** The key of the settings for all methods. */
export const allMethodsKey = "*/*";

/** The key of a method's own settings: its path without the first slash, slashes as `~1`; the root keeps its slash. */
export function methodSettingKey(path: string, verb: string): string {
  const place = path === "/" ? "/" : path.slice(1);
  return `${place.replaceAll("~", "~0").replaceAll("/", "~1")}/${verb}`;
}

/** The key that the settings of a method have, if it has some of its own: tools write the path with or without its first slash. */
export function findMethodSettingKey(settings: Readonly<Record<string, MethodSetting>>, path: string, verb: string): string | undefined {
  const wanted = `${withoutSlash(path)}/${verb}`;
  return Object.keys(settings).find((key) => normalKey(key) === wanted);
}

function normalKey(key: string): string {
  const at = key.lastIndexOf("/");
  return `${withoutSlash(key.slice(0, at).replaceAll("~1", "/").replaceAll("~0", "~"))}${key.slice(at)}`;
}

function withoutSlash(path: string): string {
  return path.startsWith("/") ? path.slice(1) : path;
}

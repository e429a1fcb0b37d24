import type { MethodSetting } from "../definition/stage.ts";
import type { Route } from "./exchange.ts";

const allMethods = "*/*";

/** The stage's settings for a method: its own, else those for all methods. */
export function findMethodSetting(
  settings: Readonly<Record<string, MethodSetting>>,
  { resourcePath, verb }: Pick<Route, "resourcePath" | "verb">,
): MethodSetting | undefined {
  const wanted = `${withoutSlash(resourcePath)}/${verb}`;
  const own = Object.keys(settings).find((key) => normalKey(key) === wanted);
  return settings[own ?? allMethods];
}

/** Tools write the path with or without its first slash, and slashes as `~1`. */
function normalKey(key: string): string {
  const at = key.lastIndexOf("/");
  const path = key.slice(0, at).replaceAll("~1", "/").replaceAll("~0", "~");
  return `${withoutSlash(path)}${key.slice(at)}`;
}

function withoutSlash(path: string): string {
  return path.startsWith("/") ? path.slice(1) : path;
}

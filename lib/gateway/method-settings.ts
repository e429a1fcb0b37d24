import type { MethodSetting } from "../definition/stage.ts";
import type { Route } from "./exchange.ts";

const allMethods = "*/*";

type Settings = Readonly<Record<string, MethodSetting>>;
type MethodName = Pick<Route, "resourcePath" | "verb">;

/** The stage's settings for a method: its own, else those for all methods. */
export function findMethodSetting(settings: Settings, method: MethodName): MethodSetting | undefined {
  return findOwnSetting(settings, method) ?? settings[allMethods];
}

/** The settings that the stage has for this method alone. */
export function findOwnSetting(settings: Settings, { resourcePath, verb }: MethodName): MethodSetting | undefined {
  const wanted = `${withoutSlash(resourcePath)}/${verb}`;
  const key = Object.keys(settings).find((each) => normalKey(each) === wanted);
  return key === undefined ? undefined : settings[key];
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

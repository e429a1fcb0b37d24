import { allMethodsKey, findMethodSettingKey } from "../definition/method-setting.ts";
import type { MethodSetting } from "../definition/stage.ts";
import type { Route } from "./exchange.ts";

type Settings = Readonly<Record<string, MethodSetting>>;
type MethodName = Pick<Route, "resourcePath" | "verb">;

/** The stage's settings for a method: its own, else those for all methods. */
export function findMethodSetting(settings: Settings, method: MethodName): MethodSetting | undefined {
  return findOwnSetting(settings, method) ?? settings[allMethodsKey];
}

/** The settings that the stage has for this method alone. */
export function findOwnSetting(settings: Settings, { resourcePath, verb }: MethodName): MethodSetting | undefined {
  const key = findMethodSettingKey(settings, resourcePath, verb);
  return key === undefined ? undefined : settings[key];
}

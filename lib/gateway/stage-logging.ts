import type { StageSettings } from "../definition/stage.ts";
import { type AccessFormat, compileAccessFormat } from "./access-log.ts";
import type { Route } from "./exchange.ts";
import { findMethodSetting } from "./method-settings.ts";

/** What the execution log keeps of a method's requests. */
export type MethodLogging = {
  level: "OFF" | "ERROR" | "INFO";
  /** Lines with headers and bodies too. */
  hasData: boolean;
  /** Counted by method on the metrics page. */
  isDetailed: boolean;
};

/** What a stage logs; it acts without a deployment. */
export type StageLogging = {
  accessFormat: AccessFormat | undefined;
  /** Whether any method has an execution log. */
  isOn: boolean;
  /** The settings for a method; undefined stands for requests that no method serves. */
  of(route: Route | undefined): MethodLogging;
};

const silent: MethodLogging = { level: "OFF", hasData: false, isDetailed: false };

export function compileStageLogging({ accessLogSettings, methodSettings }: StageSettings): StageLogging {
  const format = accessLogSettings?.format?.trim();
  const known = new WeakMap<Route, MethodLogging>();
  const all = toLogging(methodSettings["*/*"]);
  return {
    accessFormat: format ? compileAccessFormat(format) : undefined,
    isOn: Object.values(methodSettings).some((setting) => toLogging(setting).level !== "OFF"),
    of(route) {
      if (route === undefined) return all;
      let logging = known.get(route);
      if (logging === undefined) {
        logging = toLogging(findMethodSetting(methodSettings, route));
        known.set(route, logging);
      }
      return logging;
    },
  };
}

function toLogging(setting: StageSettings["methodSettings"][string] | undefined): MethodLogging {
  if (setting === undefined) return silent;
  return { level: setting.loggingLevel ?? "OFF", hasData: setting.dataTraceEnabled, isDetailed: setting.metricsEnabled };
}

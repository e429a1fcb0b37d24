import type { StageSettings } from "../definition/stage.ts";
import type { RouteSettings, V2StageSettings } from "../definition/v2-api.ts";
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

/** The same for a stage of an HTTP API, whose settings are by route. */
export function compileRouteLogging({ accessLogSettings, defaultRouteSettings, routeSettings }: V2StageSettings): StageLogging {
  const format = accessLogSettings?.format?.trim();
  const all = ofRoute(defaultRouteSettings);
  const known = new Map(Object.entries(routeSettings).map(([key, settings]) => [key, ofRoute({ ...defaultRouteSettings, ...settings })]));
  return {
    accessFormat: format ? compileAccessFormat(format) : undefined,
    isOn: [all, ...known.values()].some(({ level }) => level !== "OFF"),
    of: (route) => known.get(route?.routeKey ?? "") ?? all,
  };
}

function ofRoute({ loggingLevel = "OFF", dataTraceEnabled = false, detailedMetricsEnabled = false }: RouteSettings): MethodLogging {
  return { level: loggingLevel, hasData: dataTraceEnabled, isDetailed: detailedMetricsEnabled };
}

function toLogging(setting: StageSettings["methodSettings"][string] | undefined): MethodLogging {
  if (setting === undefined) return silent;
  return { level: setting.loggingLevel ?? "OFF", hasData: setting.dataTraceEnabled, isDetailed: setting.metricsEnabled };
}

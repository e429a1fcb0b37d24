"use client";
import { create } from "zustand";
import type { TestResult } from "@/lib/client/operations";
import type { V2ApiDefinition } from "@/lib/definition/v2-api";

/** A test and the route that took it. */
export type RouteRun = { routeKey: string; result: TestResult };

type State = { runs: Readonly<Record<string, RouteRun>> };

const runsKept = 20;

/** The last test that each route took, while the page is open. */
const useRouteRuns = create<State>()(() => ({ runs: {} }));

const keyOf = (apiId: string, routeKey: string) => `${apiId} ${routeKey}`;

export function rememberRun(apiId: string, result: TestResult): void {
  const routeKey = result.trace.steps.find(({ kind }) => kind === "route")?.config?.path;
  if (routeKey === undefined) return;
  const key = keyOf(apiId, routeKey);
  useRouteRuns.setState(({ runs }) => {
    const kept = Object.entries(runs).filter(([each]) => each !== key);
    return { runs: Object.fromEntries([...kept.slice(1 - runsKept), [key, { routeKey, result }]]) };
  });
}

/** The last test of the routes that lead to an integration. */
export function useRouteRun(apiId: string, { routes }: V2ApiDefinition, integrationId: string): RouteRun | undefined {
  return useRouteRuns(({ runs }) => {
    const own = routes.filter(({ target }) => target === `integrations/${integrationId}`);
    const found = own.flatMap(({ routeKey }) => runs[keyOf(apiId, routeKey)] ?? []);
    return found.sort((a, b) => b.result.trace.startedAt - a.result.trace.startedAt)[0];
  });
}

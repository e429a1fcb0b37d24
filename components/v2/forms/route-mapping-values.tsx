"use client";
import { MappingValueTable } from "@/components/workbench/boxes/mapping-value-table";
import { parseRouteKey } from "@/lib/definition/route-key";
import type { RouteRun } from "../route-runs";
import { backendAnswer, listRouteMappingValues } from "./list-route-mapping-values";

type Props = {
  run: RouteRun;
  parameters: Readonly<Record<string, string>>;
  /** Of mappings of answers: they act where the backend answered with it. */
  backendStatus?: number;
};

/** What each mapping read and wrote in the last test of a route. */
export function RouteMappingValues({ run, parameters, backendStatus }: Props) {
  if (Object.keys(parameters).length === 0) return null;
  const { trace, status, headers } = run.result;
  if (backendStatus !== undefined && backendAnswer(trace)?.status !== backendStatus) return null;
  const call = { resourcePath: parseRouteKey(run.routeKey)?.path ?? "", trace, reply: { status, headers } };
  const values = listRouteMappingValues(parameters, call, backendStatus === undefined ? "request" : "response");
  return (
    <MappingValueTable
      rows={values.map(({ isRecorded, ...value }) => ({
        ...value,
        label: value.to,
        noSource: value.to.startsWith("remove:") ? "is removed" : isRecorded ? "not there" : "not recorded",
        noResult: "nothing",
      }))}
    />
  );
}

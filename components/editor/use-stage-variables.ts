"use client";
import { useMemo } from "react";
import { useOperation } from "@/components/data/use-operations";
import type { TemplateApiKind } from "@/lib/vtl/reference";

/** Names of the variables that any stage of the API has; `undefined` while nobody can know them. */
export function useStageVariables(apiId: string, apiKind: TemplateApiKind): readonly string[] | undefined {
  const rest = useOperation("listStages", { apiId }, { enabled: apiKind === "REST" });
  const socket = useOperation("getV2Api", { apiId }, { enabled: apiKind === "WEBSOCKET" });
  const restStages = rest.data?.map(({ settings }) => settings.variables ?? {});
  const socketStages = socket.data?.stageSettings.map(({ settings }) => settings.stageVariables ?? {});
  const stages = apiKind === "REST" ? restStages : socketStages;
  const names = stages === undefined || stages.length === 0 ? undefined : [...new Set(stages.flatMap(Object.keys))].sort().join("\n");
  // The same names make the same list, so that the template is not checked again for nothing.
  return useMemo(() => names?.split("\n").filter((name) => name !== ""), [names]);
}

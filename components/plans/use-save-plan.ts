"use client";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import type { PlanFields, PlanSummary } from "@/lib/client/access-operations";

/** Saves some fields of a plan; the others go along as they were read. */
export function useSavePlan(plan: PlanSummary) {
  const write = useWrite("updatePlan");
  const { offer } = useUndo();
  const save = (change: Partial<PlanFields>) => {
    const { name, description, throttle, quota, apiStages } = { ...plan, ...change };
    const fields: PlanFields = {
      name,
      apiStages,
      ...(description === undefined ? {} : { description }),
      ...(throttle === undefined ? {} : { throttle }),
      ...(quota === undefined ? {} : { quota }),
    };
    write.mutate(
      { planId: plan.id, plan: fields, expectedVersion: plan.version },
      { onSuccess: ({ revision }) => offer(`Saved usage plan ${name}`, revision) },
    );
  };
  return { save, isPending: write.isPending, error: write.error };
}

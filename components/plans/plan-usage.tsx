"use client";
import { Download } from "lucide-react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { UsageChart } from "@/components/keys/usage-chart";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import { saveFile } from "@/components/ui/save-file";
import type { PlanSummary } from "@/lib/client/access-operations";

const shownDays = 30;

/** Requests of all keys of a plan per day, and those of each key as a file. */
export function PlanUsage({ plan }: { plan: PlanSummary }) {
  const usage = useOperation("getPlanUsage", { planId: plan.id, days: shownDays });
  const exported = useWrite("exportUsage");
  return (
    <div className="flex flex-col gap-3">
      <Button
        className="self-end"
        busy={exported.isPending}
        onClick={() =>
          exported.mutate(
            { planId: plan.id, days: shownDays },
            {
              onSuccess: ({ csv }) => saveFile({ name: `usage-${plan.id}.csv`, content: csv, type: "text/csv" }),
              onError: (error) => void toast.error("Could not export the usage.", { description: error.message }),
            },
          )
        }
      >
        <Download aria-hidden /> Export usage per key as CSV
      </Button>
      <QueryState query={usage} what="the usage">
        {(data) => <UsageChart title="Requests of all keys per day" usage={data} />}
      </QueryState>
    </div>
  );
}

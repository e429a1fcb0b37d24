"use client";
import { Gauge, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { PlanSummary } from "@/lib/client/access-operations";
import { plural } from "@/lib/client/format";
import { CreatePlanDialog } from "./create-plan-dialog";
import { planSentence } from "./plan-sentence";

export function PlansPage() {
  const plans = useOperation("listPlans", {});
  const { canWrite } = useUser();
  const router = useRouter();
  const [isNew, setNew] = useQueryState("new", parseAsBoolean.withDefault(false));
  const create = canWrite ? (
    <Button look="primary" onClick={() => void setNew(true)}>
      <Plus aria-hidden /> New usage plan
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Usage plans"
      text="Which stages the keys of a plan may call, how fast and how much."
      actions={plans.data && plans.data.length > 0 ? create : null}
    >
      <QueryState query={plans} what="the usage plans">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No usage plan yet" icon={<Gauge />} action={create}>
              A plan lets its keys call its stages, each key up to a rate and a quota.
            </EmptyState>
          ) : (
            <ul aria-label="Usage plans" className="divide-y divide-line rounded-md border border-line bg-raised">
              {list.map((plan) => (
                <PlanRow key={plan.id} plan={plan} />
              ))}
            </ul>
          )
        }
      </QueryState>
      {isNew && canWrite ? (
        <CreatePlanDialog onClose={() => void setNew(null)} onCreated={(planId) => router.push(`/plans/${planId}?tab=stages`)} />
      ) : null}
    </PageFrame>
  );
}

function PlanRow({ plan }: { plan: PlanSummary }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <div className="min-w-0 flex-1">
        <Link href={`/plans/${plan.id}`} className="inline-flex min-h-6 items-center font-medium text-accent hover:underline">
          {plan.name}
        </Link>
        <p className="text-muted text-sm">{planSentence(plan)}</p>
      </div>
      <span className="w-24 text-muted text-sm tabular-nums">{plural(plan.keyCount, "key")}</span>
      <span className="w-24 text-muted text-sm tabular-nums">{plural(plan.apiStages.length, "stage")}</span>
    </li>
  );
}

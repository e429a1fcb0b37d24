"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { TagsForm } from "@/components/tags/tags-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Tabs } from "@/components/ui/tabs";
import type { PlanSummary } from "@/lib/client/access-operations";
import { plural } from "@/lib/client/format";
import { PlanKeys } from "./plan-keys";
import { PlanLimits } from "./plan-limits";
import { planSentence } from "./plan-sentence";
import { PlanStages } from "./plan-stages";
import { PlanUsage } from "./plan-usage";

const planTabs = ["keys", "stages", "limits", "usage"] as const;

export function PlanPage({ planId }: { planId: string }) {
  const plan = useOperation("getPlan", { planId });
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(planTabs).withDefault("keys"));
  return (
    <QueryState query={plan} what="the usage plan">
      {(data) => (
        <PageFrame
          title={data.name}
          text={data.description ?? "A usage plan."}
          actions={
            <>
              <CopyAs what={`plan ${data.name}`} subject={{ kind: "plan", planId }} hasKey />
              <DeletePlan plan={data} />
            </>
          }
        >
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-line bg-raised px-4 py-2.5">
            <p className="mr-auto font-medium">{planSentence(data)}</p>
            <span className="flex items-center gap-1 text-sm">
              <span className="text-muted">Id</span> <code>{data.id}</code> <CopyButton text={data.id} label="Copy the id" />
            </span>
          </div>
          <Tabs
            label="Parts of the plan"
            value={tab}
            padded={false}
            className="[&_[role=tabpanel]]:pt-4"
            onChange={(id) => void setTab(planTabs.find((each) => each === id) ?? "keys")}
            tabs={[
              { id: "keys", label: `Keys (${data.keyCount})`, content: tab === "keys" ? <PlanKeys plan={data} /> : null },
              { id: "stages", label: `Stages (${data.apiStages.length})`, content: tab === "stages" ? <PlanStages plan={data} /> : null },
              { id: "limits", label: "Limits", content: tab === "limits" ? <LimitsAndTags plan={data} /> : null },
              { id: "usage", label: "Usage", content: tab === "usage" ? <PlanUsage plan={data} /> : null },
            ]}
          />
        </PageFrame>
      )}
    </QueryState>
  );
}

function LimitsAndTags({ plan }: { plan: PlanSummary }) {
  return (
    <div className="flex flex-col gap-4">
      <PlanLimits key={plan.version} plan={plan} />
      <TagsForm key={JSON.stringify(plan.tags)} thing={{ kind: "plan", planId: plan.id }} what={`plan ${plan.name}`} tags={plan.tags} />
    </div>
  );
}

function DeletePlan({ plan }: { plan: PlanSummary }) {
  const { canWrite } = useUser();
  const [isAsked, setAsked] = useState(false);
  const remove = useWrite("deletePlan");
  const { offer } = useUndo();
  const router = useRouter();
  if (!canWrite) return null;
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)}>
        <Trash2 aria-hidden /> Delete plan
      </Button>
      <ConfirmDialog
        open={isAsked}
        onOpenChange={setAsked}
        title={`Delete ${plan.name}?`}
        action="Delete usage plan"
        busy={remove.isPending}
        disabled={plan.apiStages.length > 0}
        onConfirm={() =>
          remove.mutate(
            { planId: plan.id },
            {
              onSuccess: ({ revision }) => {
                offer(`Deleted usage plan ${plan.name}`, revision);
                router.push("/plans");
              },
            },
          )
        }
      >
        {plan.apiStages.length > 0 ? (
          <p>
            It still has {plural(plan.apiStages.length, "stage")} ({plan.apiStages.map(({ stage }) => stage).join(", ")}). Take them out
            first, as the service demands.
          </p>
        ) : (
          <p>{plural(plan.keyCount, "key")} will be in it no more; methods that ask for a key refuse those that are in no other plan.</p>
        )}
        {remove.error ? <Alert tone="error">{remove.error.message}</Alert> : null}
      </ConfirmDialog>
    </>
  );
}

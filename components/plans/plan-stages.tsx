"use client";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import type { PlanStage, PlanSummary } from "@/lib/client/access-operations";
import { MethodLimits } from "./method-limits";
import { useSavePlan } from "./use-save-plan";

/** The stages that the keys of a plan may call, each with limits of single methods. */
export function PlanStages({ plan }: { plan: PlanSummary }) {
  const apis = useOperation("listApis", {});
  const { canWrite } = useUser();
  const { save, isPending, error } = useSavePlan(plan);
  const isRest = (apiId: string) => apis.data?.find(({ id }) => id === apiId)?.kind === "REST";
  const nameOf = (apiId: string) => apis.data?.find(({ id }) => id === apiId)?.name ?? apiId;
  const change = (stage: PlanStage, next: PlanStage | undefined) =>
    save({ apiStages: plan.apiStages.flatMap((each) => (each === stage ? (next === undefined ? [] : [next]) : [each])) });
  return (
    <div className="flex flex-col gap-3">
      {error ? (
        <Alert tone="error" live title={`Could not save ${plan.name}.`}>
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {plan.apiStages.length === 0 ? (
        <p className="text-muted">No stage: the keys of this plan may call nothing that asks for a key.</p>
      ) : null}
      {plan.apiStages.map((stage) => (
        <section
          key={`${stage.apiId} ${stage.stage}`}
          aria-label={`Stage ${stage.stage} of ${nameOf(stage.apiId)}`}
          className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4"
        >
          <header className="flex flex-wrap items-center gap-2">
            <h2 className="mr-auto">
              <Link href={`/apis/${stage.apiId}/stages/${encodeURIComponent(stage.stage)}`} className="text-accent hover:underline">
                {nameOf(stage.apiId)} {stage.stage}
              </Link>
            </h2>
            {canWrite ? (
              <Button
                size="sm"
                look="danger"
                busy={isPending}
                aria-label={`Take ${stage.stage} of ${nameOf(stage.apiId)} out of the plan`}
                onClick={() => change(stage, undefined)}
              >
                Take out
              </Button>
            ) : null}
          </header>
          {isRest(stage.apiId) ? (
            <MethodLimits stage={stage} disabled={!canWrite || isPending} onChange={(next) => change(stage, next)} />
          ) : null}
        </section>
      ))}
      {canWrite ? <AddStage plan={plan} busy={isPending} onAdd={(stage) => save({ apiStages: [...plan.apiStages, stage] })} /> : null}
    </div>
  );
}

type AddProps = { plan: PlanSummary; busy: boolean; onAdd: (stage: PlanStage) => void };

function AddStage({ plan, busy, onAdd }: AddProps) {
  const apis = useOperation("listApis", {});
  const [chosen, setChosen] = useState("");
  // HTTP APIs know no API keys.
  const keyed = (apis.data ?? []).filter(({ kind }) => kind !== "HTTP");
  const open = keyed.flatMap(({ id, name, stages }) =>
    stages
      .filter(({ stageName }) => !plan.apiStages.some(({ apiId, stage }) => apiId === id && stage === stageName))
      .map(({ stageName }) => ({ apiId: id, stage: stageName, label: `${name} ${stageName}` })),
  );
  if (apis.data !== undefined && open.length === 0)
    return <p className="text-muted">There is no other stage. Deploy an API to have one.</p>;
  const stage = open.find(({ apiId, stage: name }) => `${apiId} ${name}` === chosen);
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (stage === undefined) return;
        setChosen("");
        onAdd({ apiId: stage.apiId, stage: stage.stage });
      }}
    >
      <NativeSelect aria-label="Stage to add" className="max-w-80" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        <option value="">Choose a stage</option>
        {open.map(({ apiId, stage: name, label }) => (
          <option key={`${apiId} ${name}`} value={`${apiId} ${name}`}>
            {label}
          </option>
        ))}
      </NativeSelect>
      <Button type="submit" busy={busy} disabled={stage === undefined}>
        <Plus aria-hidden /> Add stage
      </Button>
    </form>
  );
}

"use client";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import type { KeyDetail } from "@/lib/client/access-operations";
import { formatNumber } from "@/lib/client/format";
import { ExtendQuota } from "./extend-quota";
import { UsageBar } from "./usage-bar";

/** The plans of a key, what is used and left under each, and when it begins anew. */
export function KeyPlans({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  return (
    <section aria-label="Usage plans of the key" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-lg">Usage plans</h2>
        {canWrite ? <AddToPlan apiKey={apiKey} /> : null}
      </header>
      {apiKey.plans.length === 0 ? (
        <p className="text-muted">In no usage plan: every method that asks for a key answers 403.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {apiKey.plans.map((use) => (
            <li key={use.planId} className="flex flex-wrap items-center gap-3 px-3 py-2">
              <Link
                href={`/plans/${use.planId}`}
                className="inline-flex min-h-6 min-w-32 items-center font-medium text-accent hover:underline"
              >
                {use.planName}
              </Link>
              <UsageBar use={use} />
              <span className="mr-auto text-muted text-sm">
                {use.quota === undefined
                  ? "no quota"
                  : `${formatNumber(use.quota.remaining)} left, anew on ${use.quota.resetsOn} 00:00 UTC`}
              </span>
              {canWrite ? (
                <>
                  <ExtendQuota apiKey={apiKey} planId={use.planId} />
                  <RemoveFromPlan apiKey={apiKey} planId={use.planId} planName={use.planName} />
                </>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function AddToPlan({ apiKey }: { apiKey: KeyDetail }) {
  const plans = useOperation("listPlans", {});
  const write = useWrite("addKeyToPlan");
  const { offer } = useUndo();
  const [chosen, setChosen] = useState("");
  const open = (plans.data ?? []).filter(({ id }) => !apiKey.plans.some(({ planId }) => planId === id));
  if (plans.data?.length === 0) {
    return (
      <Button size="sm" asChild>
        <Link href="/plans?new=true">New usage plan</Link>
      </Button>
    );
  }
  if (open.length === 0) return null;
  const plan = open.find(({ id }) => id === chosen);
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (plan === undefined) return;
        write.mutate(
          { keyId: apiKey.id, planId: plan.id },
          {
            onSuccess: ({ revision }) => {
              setChosen("");
              offer(`Added ${apiKey.name} to ${plan.name}`, revision);
            },
            onError: (error) => void toast.error(`Could not add the key to ${plan.name}.`, { description: error.message }),
          },
        );
      }}
    >
      <NativeSelect
        aria-label="Usage plan to add the key to"
        className="w-56"
        value={plan?.id ?? ""}
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">Choose a plan</option>
        {open.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <Button type="submit" busy={write.isPending} disabled={plan === undefined}>
        Add to plan
      </Button>
    </form>
  );
}

type RemoveProps = { apiKey: Pick<KeyDetail, "id" | "name">; planId: string; planName: string };

/** Takes a key out of a plan, with undo. */
export function RemoveFromPlan({ apiKey, planId, planName }: RemoveProps) {
  const write = useWrite("removeKeyFromPlan");
  const { offer } = useUndo();
  return (
    <Button
      size="sm"
      look="danger"
      busy={write.isPending}
      aria-label={`Take ${apiKey.name || apiKey.id} out of ${planName}`}
      onClick={() =>
        write.mutate(
          { keyId: apiKey.id, planId },
          {
            onSuccess: ({ revision }) => offer(`Took ${apiKey.name} out of ${planName}`, revision),
            onError: (error) => void toast.error(`Could not take the key out of ${planName}.`, { description: error.message }),
          },
        )
      }
    >
      Take out
    </Button>
  );
}

"use client";
import { useState } from "react";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import type { PlanSummary } from "@/lib/client/access-operations";
import { LimitFields, limitTexts, readLimits } from "./limit-fields";
import { planSentence } from "./plan-sentence";
import { useSavePlan } from "./use-save-plan";

/** Name, description, rate and quota of a plan. */
export function PlanLimits({ plan }: { plan: PlanSummary }) {
  const { canWrite } = useUser();
  const saved = { name: plan.name, description: plan.description ?? "", texts: limitTexts(plan) };
  const [form, setForm] = useState(saved);
  const { save, isPending, error } = useSavePlan(plan);
  const limits = readLimits(form.texts);
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  return (
    <form
      aria-label={`Limits of ${plan.name}`}
      className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (limits === undefined) return;
        // A limit that was emptied goes: the members are there, without a value.
        save({
          name: form.name.trim(),
          description: form.description.trim() || undefined,
          throttle: limits.throttle,
          quota: limits.quota,
        });
      }}
    >
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            disabled={!canWrite}
            maxLength={1024}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            disabled={!canWrite}
            maxLength={1024}
            value={form.description}
            onChange={(event) => setForm({ ...form, description: event.target.value })}
          />
        )}
      </Field>
      <LimitFields texts={form.texts} disabled={!canWrite} onChange={(texts) => setForm({ ...form, texts })} />
      <p role="status" className="text-muted">
        {limits === undefined ? "A limit is no number." : planSentence(limits)}
      </p>
      {error ? (
        <Alert tone="error" live title={`Could not save ${plan.name}.`}>
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button
          type="submit"
          look="primary"
          className="self-start"
          busy={isPending}
          disabled={!isDirty || limits === undefined || form.name.trim() === ""}
        >
          Save usage plan
        </Button>
      ) : null}
    </form>
  );
}

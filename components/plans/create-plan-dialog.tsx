"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { LimitFields, limitTexts, readLimits } from "./limit-fields";
import { planSentence } from "./plan-sentence";

type Props = { onClose: () => void; onCreated: (planId: string) => void };

export function CreatePlanDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [texts, setTexts] = useState(limitTexts({}));
  const write = useWrite("createPlan");
  const { offer } = useUndo();
  const limits = readLimits(texts);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New usage plan"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="create-plan"
            look="primary"
            busy={write.isPending}
            disabled={name.trim() === "" || limits === undefined}
          >
            Create usage plan
          </Button>
        </>
      }
    >
      <form
        id="create-plan"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (limits === undefined) return;
          write.mutate(
            { name: name.trim(), apiStages: [], ...limits },
            {
              onSuccess: ({ planId, revision }) => {
                offer(`Created usage plan ${name.trim()}`, revision);
                onCreated(planId);
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the plan.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name">
          {(ids) => (
            <Input {...ids} autoFocus autoComplete="off" maxLength={1024} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <LimitFields texts={texts} onChange={setTexts} />
        <p role="status" className="text-muted">
          {limits === undefined ? "A limit is no number." : planSentence(limits)}
        </p>
      </form>
    </Dialog>
  );
}

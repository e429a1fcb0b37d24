"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";

type Props = { onClose: () => void; onOpen: (keyId: string) => void; planId?: string };

const valueLength = { min: 20, max: 128 };

/** Makes a key with a generated or an own value, in a plan at once, and shows the value. */
export function CreateKeyDialog({ onClose, onOpen, planId: initialPlan = "" }: Props) {
  const [form, setForm] = useState({ name: "", description: "", isOwn: false, value: "", planId: initialPlan });
  const plans = useOperation("listPlans", {});
  const write = useWrite("createKey");
  const made = write.data;
  const isWhole = form.name.trim() !== "" && (!form.isOwn || form.value.length >= valueLength.min);
  function submit() {
    write.mutate({
      name: form.name.trim(),
      enabled: true,
      planIds: form.planId === "" ? [] : [form.planId],
      ...(form.description.trim() === "" ? {} : { description: form.description.trim() }),
      ...(form.isOwn ? { value: form.value } : {}),
    });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New API key"
      footer={
        made ? (
          <>
            <Button onClick={onClose}>Close</Button>
            <Button look="primary" onClick={() => onOpen(made.keyId)}>
              Open the key
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" form="create-api-key" busy={write.isPending} disabled={!isWhole}>
              Create API key
            </Button>
          </>
        )
      }
    >
      {made ? (
        <Alert tone="ok" live title={`${form.name.trim()} is made.`}>
          <p className="flex items-center gap-1">
            <code className="break-all">{made.value}</code>
            <CopyButton text={made.value} label="Copy the value" />
          </p>
          <p className="text-muted text-sm">
            Clients send it as x-api-key. Whoever may reveal keys can see it again; the history says who did.
          </p>
        </Alert>
      ) : (
        <form
          id="create-api-key"
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {write.error ? (
            <Alert tone="error" live title="Could not create the key.">
              <code>{write.error.message}</code>
            </Alert>
          ) : null}
          <Field label="Name">
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                autoComplete="off"
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
                maxLength={1024}
                value={form.description}
                onChange={(event) => setForm({ ...form, description: event.target.value })}
              />
            )}
          </Field>
          <Field label="Value" help={form.isOwn ? undefined : "40 random letters and digits."}>
            {(ids) => (
              <NativeSelect
                {...ids}
                value={form.isOwn ? "own" : "made"}
                onChange={(event) => setForm({ ...form, isOwn: event.target.value === "own" })}
              >
                <option value="made">Generate it</option>
                <option value="own">Use my own</option>
              </NativeSelect>
            )}
          </Field>
          {form.isOwn ? (
            <Field label="Own value" help={`${valueLength.min} to ${valueLength.max} characters; ${form.value.length} so far.`}>
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  autoComplete="off"
                  maxLength={valueLength.max}
                  value={form.value}
                  onChange={(event) => setForm({ ...form, value: event.target.value })}
                />
              )}
            </Field>
          ) : null}
          <Field label="Usage plan" optional help="A key in no plan is refused by every method that asks for one.">
            {(ids) => (
              <NativeSelect {...ids} value={form.planId} onChange={(event) => setForm({ ...form, planId: event.target.value })}>
                <option value="">None yet</option>
                {(plans.data ?? []).map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </form>
      )}
    </Dialog>
  );
}

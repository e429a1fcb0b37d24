"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import { plural } from "@/lib/client/format";
import type { BulkChange } from "@/lib/client/operations";
import { type AuthorizationChoice, authorizationChoices } from "./authorization-choices";
import type { Picked } from "./tree-model";

type Props = { apiId: string; methods: Picked["methods"]; onClose: () => void; onChanged: () => void };

const keep = "";
const none = "none";
const shownMax = 8;

/** Sets authorization, API key and validator of many methods: one write, one undo. */
export function BulkDialog({ apiId, methods, onClose, onChanged }: Props) {
  const authorizers = useOperation("listAuthorizers", { apiId });
  const validators = useOperation("listRequestValidators", { apiId });
  const [authorization, setAuthorization] = useState(keep);
  const [apiKey, setApiKey] = useState(keep);
  const [validator, setValidator] = useState(keep);
  const write = useWrite("bulkChangeMethods");
  const { offer } = useUndo();
  const choices = authorizationChoices(authorizers.data ?? []);
  const change = changeOf({ choice: choices.find(({ id }) => id === authorization), apiKey, validator });
  const readError = authorizers.error ?? validators.error;

  function submit() {
    const refs = methods.map(({ resourceId, httpMethod }) => ({ resourceId, httpMethod }));
    write.mutate(
      { apiId, methods: refs, change },
      {
        onSuccess: ({ revision, changed }) => {
          if (changed > 0) offer(`Changed ${plural(changed, "method")}`, revision);
          onChanged();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Change ${plural(methods.length, "method")}`}
      description="All of them or none; one undo takes it back."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="bulk-change" look="primary" busy={write.isPending} disabled={Object.keys(change).length === 0}>
            Change {plural(methods.length, "method")}
          </Button>
        </>
      }
    >
      <form
        id="bulk-change"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Nothing was changed.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        {readError ? (
          <Alert tone="error" live title="Could not read the choices.">
            {readError.message}
          </Alert>
        ) : null}
        <Field label="Authorization">
          {(ids) => (
            <NativeSelect {...ids} autoFocus value={authorization} onChange={(event) => setAuthorization(event.target.value)}>
              <option value={keep}>Keep as it is</option>
              {choices.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="API key">
          {(ids) => (
            <NativeSelect {...ids} value={apiKey} onChange={(event) => setApiKey(event.target.value)}>
              <option value={keep}>Keep as it is</option>
              <option value="true">Required</option>
              <option value="false">Not required</option>
            </NativeSelect>
          )}
        </Field>
        <Field label="Request validator">
          {(ids) => (
            <NativeSelect {...ids} value={validator} onChange={(event) => setValidator(event.target.value)}>
              <option value={keep}>Keep as it is</option>
              <option value={none}>None</option>
              {(validators.data ?? []).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name ?? id}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <section aria-label="Methods" className="rounded-md border border-line bg-sunken p-2 font-mono text-sm">
          {methods.slice(0, shownMax).map(({ resourceId, httpMethod, path }) => (
            <p key={`${resourceId} ${httpMethod}`} className="truncate">
              {httpMethod} {path}
            </p>
          ))}
          {methods.length > shownMax ? <p className="text-muted">and {plural(methods.length - shownMax, "more", "more")}</p> : null}
        </section>
      </form>
    </Dialog>
  );
}

type Form = { choice: AuthorizationChoice | undefined; apiKey: string; validator: string };

function changeOf({ choice, apiKey, validator }: Form): BulkChange {
  return {
    ...(choice ? { authorization: { type: choice.type, ...(choice.authorizerId ? { authorizerId: choice.authorizerId } : {}) } } : {}),
    ...(apiKey === keep ? {} : { apiKeyRequired: apiKey === "true" }),
    ...(validator === keep ? {} : { requestValidatorId: validator === none ? null : validator }),
  };
}

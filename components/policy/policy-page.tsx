"use client";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { ApiDetail } from "@/lib/client/operations";
import { AccessSimulator, type CallerTexts, firstCaller } from "./access-simulator";
import { checkPolicyText } from "./check-policy-text";
import { PolicyEditor, readablePolicy } from "./policy-editor";
import { policyTemplates } from "./policy-templates";

export function PolicyPage({ apiId }: { apiId: string }) {
  const api = useOperation("getApi", { apiId });
  // Outlives the form, which begins anew with every stored policy.
  const [caller, setCaller] = useState(firstCaller);
  return (
    <PageFrame title="Resource policy" text="Who may call the API at all: by address, network, account. It acts with the next deployment.">
      <QueryState query={api} what="the resource policy">
        {(data) => <PolicyForm key={data.settings.policy ?? ""} api={data} caller={caller} onCaller={setCaller} />}
      </QueryState>
    </PageFrame>
  );
}

type FormProps = { api: ApiDetail; caller: CallerTexts; onCaller: (caller: CallerTexts) => void };

function PolicyForm({ api, caller, onCaller }: FormProps) {
  const { canWrite, canTest } = useUser();
  const saved = readablePolicy(api.settings.policy ?? "");
  const [text, setText] = useState(saved);
  const { mutate, isPending, error } = useWrite("updateApi");
  const { offer } = useUndo();
  const deferred = useDeferredValue(text);
  const checked = useMemo(() => checkPolicyText(deferred), [deferred]);
  const canSave = text !== saved && checkPolicyText(text).problems.length === 0;
  const save = useCallback(() => {
    if (!canSave) return;
    const policy = text.trim() === "" ? null : text;
    mutate(
      { apiId: api.id, patch: { policy }, expectedVersion: api.version },
      { onSuccess: ({ revision }) => offer("Saved the resource policy to the draft", revision) },
    );
  }, [canSave, mutate, api, text, offer]);
  useShortcut("save", save, canWrite);
  return (
    <>
      {text.trim() === "" ? (
        <Alert tone="info" title={emptyTitle(api)}>
          {canWrite ? "Begin with a template, or write a policy." : null}
        </Alert>
      ) : null}
      <PolicyEditor
        label="Resource policy"
        value={text}
        onChange={setText}
        checked={checked}
        templates={policyTemplates}
        readOnly={!canWrite}
      >
        {error ? (
          <Alert tone="error" live title="Could not save the policy.">
            <code>{error.message}</code>
          </Alert>
        ) : null}
        {canWrite ? (
          <Button look="primary" className="self-start" busy={isPending} disabled={!canSave} onClick={save}>
            Save to draft
          </Button>
        ) : null}
        {canTest ? <AccessSimulator api={api} caller={caller} onCaller={onCaller} {...(text === saved ? {} : { policy: text })} /> : null}
      </PolicyEditor>
    </>
  );
}

function emptyTitle({ settings }: ApiDetail): string {
  return settings.endpointConfiguration.types.includes("PRIVATE")
    ? "No policy: a private API without one is closed to everybody."
    : "No policy: the API is open to every address.";
}

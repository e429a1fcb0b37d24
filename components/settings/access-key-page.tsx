"use client";
import Link from "next/link";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { checkIdentityPolicyText } from "@/components/policy/check-policy-text";
import { PolicyEditor, readablePolicy } from "@/components/policy/policy-editor";
import { identityPolicyTemplates } from "@/components/policy/policy-templates";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { AccessKeySummary } from "@/lib/client/operations";

/** One of the member's access keys, and what it may do. */
export function AccessKeyPage({ keyId }: { keyId: string }) {
  const keys = useOperation("listAccessKeys", {});
  return (
    <PageFrame
      title={`Access key ${keyId}`}
      text="A key may what its member may, or less: the policy says which calls of deployed APIs and of the AWS endpoint it is good for."
    >
      <QueryState query={keys} what="your access keys">
        {(list) => {
          const key = list.find(({ id }) => id === keyId);
          return key === undefined ? (
            <EmptyState title="You have no such access key" action={<Link href="/settings">To your access keys</Link>}>
              It was deleted, or it belongs to somebody else.
            </EmptyState>
          ) : (
            <PolicyForm key={key.policyVersion} accessKey={key} />
          );
        }}
      </QueryState>
    </PageFrame>
  );
}

function PolicyForm({ accessKey: { id, policy, policyVersion } }: { accessKey: AccessKeySummary }) {
  const workspace = useOperation("getWorkspace", {});
  const saved = readablePolicy(policy ?? "");
  const [text, setText] = useState(saved);
  const { mutate, isPending, error } = useWrite("setAccessKeyPolicy");
  const { offer } = useUndo();
  const deferred = useDeferredValue(text);
  const checked = useMemo(() => checkIdentityPolicyText(deferred), [deferred]);
  const canSave = text !== saved && checkIdentityPolicyText(text).problems.length === 0;
  const set = useCallback(
    (next: string | null, said: string) =>
      mutate({ id, policy: next, expectedVersion: policyVersion }, { onSuccess: ({ revision }) => offer(said, revision) }),
    [mutate, id, policyVersion, offer],
  );
  const save = useCallback(() => {
    if (canSave) set(text.trim() === "" ? null : text, `Saved the policy of ${id}; it acts now`);
  }, [canSave, set, text, id]);
  useShortcut("save", save);
  return (
    <>
      {text.trim() === "" ? (
        <Alert tone="info" title="No policy: the key may everything that you may.">
          Begin with a template, or write a policy. What it does not allow is refused with 403.
        </Alert>
      ) : null}
      <PolicyEditor
        label="Access key policy"
        value={text}
        onChange={setText}
        checked={checked}
        templates={workspace.data === undefined ? [] : identityPolicyTemplates(workspace.data)}
        readOnly={false}
      >
        {error ? (
          <Alert tone="error" live title="Could not save the policy.">
            <code>{error.message}</code>
          </Alert>
        ) : null}
        <div className="flex gap-2">
          <Button look="primary" busy={isPending} disabled={!canSave} onClick={save}>
            Save policy
          </Button>
          {policy === undefined ? null : (
            <Button disabled={isPending} onClick={() => set(null, `Took the policy of ${id} away; it acts now`)}>
              Remove policy
            </Button>
          )}
        </div>
      </PolicyEditor>
    </>
  );
}

"use client";
import { useCallback, useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ListedAuthorizer } from "@/lib/client/access-operations";
import { AuthorizerFields } from "./authorizer-fields";
import { type AuthorizerTexts, fieldsOf, textsOf } from "./authorizer-kinds";

type Props = { apiId: string; authorizer: ListedAuthorizer };

export function AuthorizerForm({ apiId, authorizer }: Props) {
  const saved = textsOf(authorizer);
  if (saved === undefined) {
    return (
      <Alert tone="info" title={`${authorizer.type} authorizers are set up over the AWS API.`}>
        <pre className="overflow-auto text-sm">{JSON.stringify({ ...authorizer, usedBy: undefined, version: undefined }, null, 2)}</pre>
      </Alert>
    );
  }
  return <Form apiId={apiId} authorizer={authorizer} saved={saved} />;
}

function Form({ apiId, authorizer, saved }: Props & { saved: AuthorizerTexts }) {
  const { canWrite } = useUser();
  const [texts, setTexts] = useState(saved);
  const { mutate, isPending, error } = useWrite("updateAuthorizer");
  const { offer } = useUndo();
  const isDirty = JSON.stringify(texts) !== JSON.stringify(saved);
  const save = useCallback(() => {
    if (!isDirty) return;
    mutate(
      { apiId, authorizerId: authorizer.id, fields: fieldsOf(texts), expectedVersion: authorizer.version },
      { onSuccess: ({ revision }) => offer(`Saved authorizer ${texts.name} to the draft`, revision) },
    );
  }, [isDirty, mutate, apiId, authorizer, texts, offer]);
  useShortcut("save", save, canWrite);
  return (
    <form
      aria-label={`Settings of ${authorizer.name}`}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <AuthorizerFields texts={texts} onChange={setTexts} disabled={!canWrite} />
      {error ? (
        <Alert tone="error" live title={`Could not save ${authorizer.name}.`}>
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button type="submit" look="primary" className="self-start" busy={isPending} disabled={!isDirty || texts.name.trim() === ""}>
          Save to draft
        </Button>
      ) : null}
    </form>
  );
}

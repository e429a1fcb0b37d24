"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { AuthorizerFields } from "./authorizer-fields";
import { emptyTexts, fieldsOf } from "./authorizer-kinds";

type Props = { apiId: string; onClose: () => void; onCreated: (authorizerId: string) => void };

export function CreateAuthorizerDialog({ apiId, onClose, onCreated }: Props) {
  const [texts, setTexts] = useState(emptyTexts);
  const write = useWrite("createAuthorizer");
  const { offer } = useUndo();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New authorizer"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-authorizer" look="primary" busy={write.isPending} disabled={texts.name.trim() === ""}>
            Create authorizer
          </Button>
        </>
      }
    >
      <form
        id="create-authorizer"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { apiId, ...fieldsOf(texts) },
            {
              onSuccess: ({ authorizerId, revision }) => {
                offer(`Created authorizer ${texts.name.trim()} in the draft`, revision);
                onCreated(authorizerId);
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the authorizer.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <AuthorizerFields texts={texts} onChange={setTexts} isNew />
      </form>
    </Dialog>
  );
}

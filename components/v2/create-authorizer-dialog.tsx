"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import type { ApiKind } from "@/lib/client/operations";
import { startAuthorizer, V2AuthorizerFields } from "./authorizer-fields";

type Props = { apiId: string; kind: ApiKind; onClose: () => void; onCreated: (authorizerId: string) => void };

export function CreateV2AuthorizerDialog({ apiId, kind, onClose, onCreated }: Props) {
  const [authorizer, setAuthorizer] = useState(() => startAuthorizer(kind, kind === "HTTP" ? "JWT" : "REQUEST"));
  const { offer } = useUndo();
  const write = useWrite("createV2Authorizer", {
    onSuccess: ({ authorizerId, revision }) => {
      offer(`Created authorizer ${authorizer.name.trim()} in the draft`, revision);
      onCreated(authorizerId);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New authorizer"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-v2-authorizer" look="primary" busy={write.isPending} disabled={authorizer.name.trim() === ""}>
            Create authorizer
          </Button>
        </>
      }
    >
      <form
        id="create-v2-authorizer"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { authorizerId: _id, ...members } = authorizer;
          write.mutate({ apiId, authorizer: { ...members, name: members.name.trim() } });
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the authorizer.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        {kind === "HTTP" ? (
          <Field label="Kind">
            {(ids) => (
              <NativeSelect
                {...ids}
                value={authorizer.authorizerType}
                onChange={(event) =>
                  setAuthorizer({ ...startAuthorizer(kind, event.target.value === "JWT" ? "JWT" : "REQUEST"), name: authorizer.name })
                }
              >
                <option value="JWT">JWT: tokens of an issuer</option>
                <option value="REQUEST">Lambda: a function decides</option>
              </NativeSelect>
            )}
          </Field>
        ) : null}
        <V2AuthorizerFields kind={kind} authorizer={authorizer} disabled={false} edit={(change) => setAuthorizer((old) => change(old))} />
      </form>
    </Dialog>
  );
}

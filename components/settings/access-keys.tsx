"use client";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog, Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";

/** The access keys of the member who looks. */
export function AccessKeys({ endpoint, region }: { endpoint: string; region: string }) {
  const keys = useOperation("listAccessKeys", {});
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<string>();
  const remove = useWrite("deleteAccessKey");
  return (
    <section aria-label="Access keys" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <header className="flex items-center gap-2">
        <div className="flex-1">
          <h2 className="text-lg">Access keys</h2>
          <p className="text-muted">The AWS CLI, SDKs and Terraform sign their calls with them. A key has your rights, never more.</p>
        </div>
        <Button onClick={() => setCreating(true)}>
          <Plus aria-hidden /> New access key
        </Button>
      </header>
      <p className="flex min-w-0 items-center gap-1 text-sm">
        <span className="text-muted">Endpoint</span> <code className="truncate">{endpoint}</code>
        <CopyButton text={endpoint} label="Copy the endpoint" />
        <span className="text-muted">region</span> <code>{region}</code>
      </p>
      <QueryState query={keys} what="your access keys">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No access key yet" icon={<KeyRound />}>
              Make one, then: <code className="break-all">aws apigateway get-rest-apis --endpoint-url {endpoint}</code>
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-md border border-line">
              {list.map((key) => (
                <li key={key.id} className="flex items-center gap-3 px-3 py-1.5">
                  <Link href={`/settings/access-keys/${key.id}`} className="font-mono underline decoration-line underline-offset-4">
                    {key.id}
                  </Link>
                  {key.policy === undefined ? null : <Badge>Policy</Badge>}
                  <span className="min-w-0 flex-1 truncate text-muted">{key.description}</span>
                  <span className="text-muted text-sm">
                    made <Time date={key.createdAt} />
                  </span>
                  <Button look="ghost" size="icon" aria-label={`Delete ${key.id}`} onClick={() => setDoomed(key.id)}>
                    <Trash2 />
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {creating ? <CreateKey onClose={() => setCreating(false)} /> : null}
      {doomed ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDoomed(undefined)}
          title="Delete this access key?"
          action="Delete access key"
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ id: doomed }, { onSuccess: () => setDoomed(undefined) })}
        >
          <p>
            Calls signed with <code>{doomed}</code> are refused at once. This cannot be undone.
          </p>
          {remove.error ? <Alert tone="error">{remove.error.message}</Alert> : null}
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

function CreateKey({ onClose }: { onClose: () => void }) {
  const [description, setDescription] = useState("");
  const write = useWrite("createAccessKey");
  const made = write.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New access key"
      width="sm"
      footer={
        made ? (
          <Button look="primary" onClick={onClose}>
            I have stored it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" form="create-key" busy={write.isPending}>
              Create access key
            </Button>
          </>
        )
      }
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <Alert tone="warn" title="The secret is shown once">
            Store it now; it cannot be shown again.
          </Alert>
          <Secret label="AWS_ACCESS_KEY_ID" text={made.id} />
          <Secret label="AWS_SECRET_ACCESS_KEY" text={made.secret} />
        </div>
      ) : (
        <form
          id="create-key"
          onSubmit={(event) => {
            event.preventDefault();
            write.mutate(description.trim() === "" ? {} : { description: description.trim() });
          }}
        >
          <Field label="What is it for" optional error={write.error?.message}>
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                maxLength={200}
                placeholder="Terraform on my laptop"
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
        </form>
      )}
    </Dialog>
  );
}

function Secret({ label, text }: { label: string; text: string }) {
  return (
    <Field label={label}>
      {(ids) => (
        <div className="flex gap-1">
          <Input {...ids} mono readOnly value={text} onFocus={(event) => event.target.select()} />
          <CopyButton text={text} label={`Copy ${label}`} className="size-8" />
        </div>
      )}
    </Field>
  );
}

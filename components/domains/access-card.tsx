"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import type { DomainDetailView, DomainRef } from "@/lib/client/operations";
import { Card } from "./card";

type Props = { domain: DomainRef; detail: DomainDetailView };

/** Who may call a private name: endpoints with an association, as far as the policy allows them. */
export function AccessCard({ domain, detail }: Props) {
  return (
    <Card title="Private access" text="A call is let through when it comes from one of these VPC endpoints and the policy allows it.">
      <Associations detail={detail} />
      <PolicyForm key={detail.version} domain={domain} detail={detail} />
    </Card>
  );
}

function Associations({ detail }: { detail: DomainDetailView }) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const [source, setSource] = useState("");
  const add = useWrite("addDomainAccess");
  const remove = useWrite("removeDomainAccess", {
    onSuccess: ({ revision }) => offer("Took the access away", revision),
    onError: (error) => void toast.error("Could not take the access away.", { description: error.message }),
  });
  return (
    <>
      {detail.associations.length === 0 ? <p className="text-muted">No VPC endpoint has access.</p> : null}
      <ul aria-label="VPC endpoints with access" className="flex flex-col gap-1">
        {detail.associations.map(({ arn, source: id }) => (
          <li key={arn} className="flex items-center gap-2">
            <code>{id}</code>
            {canWrite ? (
              <Button look="ghost" size="iconSm" aria-label={`Take the access of ${id} away`} onClick={() => remove.mutate({ arn })}>
                <Trash2 aria-hidden />
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {canWrite ? (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const onSuccess = ({ revision }: { revision: number }) => {
              offer(`Gave ${source} access`, revision);
              setSource("");
            };
            add.mutate({ domainNameArn: detail.arn, source }, { onSuccess });
          }}
        >
          <Field label="VPC endpoint" className="w-72" error={add.error?.message}>
            {(ids) => <Input {...ids} mono placeholder="vpce-" value={source} onChange={(event) => setSource(event.target.value)} />}
          </Field>
          <Button type="submit" busy={add.isPending} disabled={source === ""}>
            Give access
          </Button>
        </form>
      ) : null}
    </>
  );
}

function PolicyForm({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const saved = detail.policy ?? "";
  const [policy, setPolicy] = useState(saved);
  const write = useWrite("updateDomain");
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { ...domain, policy, expectedVersion: detail.version },
          { onSuccess: ({ revision }) => offer("Saved the policy of the domain", revision) },
        );
      }}
    >
      {write.error ? (
        <Alert tone="error" live title="Could not save the policy.">
          {write.error.message}
        </Alert>
      ) : null}
      <Field label="Policy" help="JSON; execute-api:/* names this domain. Without a policy nobody is let through.">
        {(ids) => (
          <Textarea {...ids} mono rows={6} readOnly={!canWrite} value={policy} onChange={(event) => setPolicy(event.target.value)} />
        )}
      </Field>
      {canWrite ? (
        <Button type="submit" className="self-start" busy={write.isPending} disabled={policy === saved}>
          Save policy
        </Button>
      ) : null}
    </form>
  );
}

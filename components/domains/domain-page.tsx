"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { TagsPart } from "@/components/tags/tags-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { DomainDetailView, DomainRef } from "@/lib/client/operations";
import { AccessCard } from "./access-card";
import { RefusalsCard } from "./refusals-card";
import { RoutesCard } from "./routes-card";
import { TlsCard } from "./tls-card";
import { WinsTester } from "./wins-tester";

/** One domain: what leads from it, how TLS begins, and what it refused. */
export function DomainPage({ domain }: { domain: DomainRef }) {
  const detail = useOperation("getDomain", domain);
  const { canWrite } = useUser();
  return (
    <PageFrame
      title={domain.domainName}
      text={detail.data ? <Address detail={detail.data} /> : null}
      actions={
        <>
          <CopyAs what={`domain ${domain.domainName}`} subject={{ kind: "domain", ...domain }} hasKey />
          {canWrite && detail.data ? <DeleteDomain domain={domain} detail={detail.data} /> : null}
        </>
      }
    >
      <QueryState query={detail} what="the domain">
        {(data) => (
          <>
            <RoutesCard domain={domain} detail={data} />
            <WinsTester detail={data} />
            <TlsCard domain={domain} detail={data} />
            {data.endpointType === "PRIVATE" ? <AccessCard domain={domain} detail={data} /> : null}
            <TagsPart thing={{ kind: "domain", ...domain }} what={domain.domainName} />
            <RefusalsCard detail={data} />
          </>
        )}
      </QueryState>
    </PageFrame>
  );
}

function Address({ detail }: { detail: DomainDetailView }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge>{detail.endpointType}</Badge>
      {detail.target ? (
        <>
          the service would call it <code>{detail.target}</code>
          <CopyButton text={detail.target} label="Copy the service's name" />
        </>
      ) : null}
    </span>
  );
}

function DeleteDomain({ domain, detail }: { domain: DomainRef; detail: DomainDetailView }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const router = useRouter();
  const { offer } = useUndo();
  const remove = useWrite("deleteDomain", {
    onSuccess: ({ revision }) => {
      offer(`Deleted domain ${domain.domainName}`, revision);
      router.push("/domains");
    },
    onError: (error) => void toast.error("Could not delete the domain.", { description: error.message }),
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden /> Delete
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${domain.domainName}?`}
        action="Delete domain"
        busy={remove.isPending}
        disabled={typed !== domain.domainName}
        onConfirm={() => remove.mutate(domain)}
      >
        <p>
          {plural(detail.rules, "routing rule")} and {plural(detail.mappings, "mapping")} go with it. Callers get 403 at once.
        </p>
        <Field label="Type the name of the domain">
          {(ids) => <Input {...ids} mono autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      </ConfirmDialog>
    </>
  );
}

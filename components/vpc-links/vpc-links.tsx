"use client";
import { Cable, Plus } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { VpcLinkDetail } from "@/lib/client/operations";
import { CreateVpcLinkDialog } from "./create-vpc-link-dialog";
import { VpcLinkForm } from "./vpc-link-form";

export function VpcLinks() {
  const links = useOperation("listVpcLinks", {});
  const { canWrite } = useUser();
  const [chosen, setChosen] = useQueryState("link", parseAsString);
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New VPC link
    </Button>
  ) : null;
  return (
    <PageFrame
      title="VPC links"
      text="Servers of the private network that integrations reach by a link, so that they change in one place."
      actions={links.data && links.data.length > 0 ? create : null}
    >
      <QueryState query={links} what="the VPC links">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No VPC link yet" icon={<Cable />} action={create}>
              A link names servers by host and port, with weights. Integrations of the kind VPC link call them.
            </EmptyState>
          ) : (
            <List list={list} chosen={list.find(({ id }) => id === chosen) ?? list[0]} onChoose={(id) => void setChosen(id)} />
          )
        }
      </QueryState>
      {creating ? (
        <CreateVpcLinkDialog
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            void setChosen(id);
          }}
        />
      ) : null}
    </PageFrame>
  );
}

type ListProps = { list: readonly VpcLinkDetail[]; chosen: VpcLinkDetail | undefined; onChoose: (id: string) => void };

function List({ list, chosen, onChoose }: ListProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-[280px_1fr]">
      <ul aria-label="Links" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
        {list.map(({ id, name, targets }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen?.id}
              onClick={() => onChoose(id)}
              className={cn("flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover", id === chosen?.id && "bg-selected")}
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="text-muted text-sm">{plural(targets.length, "target")}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen ? <VpcLinkForm key={`${chosen.id} ${chosen.version}`} link={chosen} /> : null}
    </div>
  );
}

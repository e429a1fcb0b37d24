"use client";
import { Globe, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Expiry } from "@/components/certificates/expiry";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { DomainSummary } from "@/lib/client/operations";
import { CreateDomainDialog } from "./create-domain-dialog";
import { domainHref } from "./domain-href";

/** Custom domain names: hosts of your own in front of stages. */
export function Domains() {
  const domains = useOperation("listDomains", {});
  const { canWrite } = useUser();
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New domain
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Domains"
      text="Host names of your own. The Host of a request chooses the domain; its rules and mappings choose the stage."
      actions={domains.data && domains.data.length > 0 ? create : null}
    >
      <QueryState query={domains} what="the domains">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No domain yet" icon={<Globe />} action={create}>
              A domain leads callers of api.example.com to stages, without stage names or ids in the address.
            </EmptyState>
          ) : (
            <Table list={list} />
          )
        }
      </QueryState>
      {creating ? (
        <CreateDomainDialog
          onClose={() => setCreating(false)}
          onCreated={(domain) => {
            setCreating(false);
            router.push(domainHref(domain));
          }}
        />
      ) : null}
    </PageFrame>
  );
}

function Table({ list }: { list: readonly DomainSummary[] }) {
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full">
        <caption className="sr-only">Domains</caption>
        <thead className="border-line border-b bg-sunken text-left text-muted text-sm">
          <tr>
            <th className="px-3 py-2 font-medium">Name</th>
            <th className="px-3 py-2 font-medium">Type</th>
            <th className="px-3 py-2 font-medium">Leads on by</th>
            <th className="px-3 py-2 font-medium">Certificate</th>
          </tr>
        </thead>
        <tbody>
          {list.map((domain) => (
            <tr key={domain.id} className="border-line border-b last:border-b-0 hover:bg-hover">
              <td className="px-3 py-2">
                <Link className="font-medium text-accent hover:underline" href={domainHref(refOf(domain))}>
                  {domain.name}
                </Link>
                {domain.isMutual ? (
                  <Badge tone="info" className="ml-2">
                    mutual TLS
                  </Badge>
                ) : null}
              </td>
              <td className="px-3 py-2 text-muted">{domain.endpointType}</td>
              <td className="px-3 py-2 text-muted">
                {plural(domain.rules, "rule")}, {plural(domain.mappings, "mapping")}
              </td>
              <td className="px-3 py-2">
                {domain.certificateExpires ? <Expiry date={domain.certificateExpires} /> : <span className="text-muted">none</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const refOf = ({ id, name, endpointType }: DomainSummary) => ({
  domainName: name,
  ...(endpointType === "PRIVATE" ? { domainNameId: id } : {}),
});

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { DomainPage } from "@/components/domains/domain-page";
import type { DomainRef } from "@/lib/client/operations";

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ id?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Domain ${decodeURIComponent((await params).name)}` };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ name }, { id }] = [await params, await searchParams];
  const domain: DomainRef = { domainName: decodeURIComponent(name), ...(typeof id === "string" ? { domainNameId: id } : {}) };
  return prefetch(
    [
      ["getDomain", domain],
      ["listDomainTargets", {}],
    ],
    <DomainPage domain={domain} />,
  );
}

"use client";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { domainHref } from "@/components/domains/domain-href";
import { QueryState } from "@/components/ui/query-state";

/** Which custom domain names lead to an API, and at which path. */
export function DomainsPanel({ apiId }: { apiId: string }) {
  const mappings = useOperation("listApiMappings", { apiId });
  return (
    <section aria-label="Custom domain names" className="flex max-w-[680px] flex-col gap-2 rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg">Custom domain names</h2>
      <QueryState query={mappings} what="the mappings">
        {(list) =>
          list.length === 0 ? (
            <p className="text-muted">
              None leads here.{" "}
              <Link href="/domains" className="text-accent underline">
                Domains
              </Link>{" "}
              map their paths to stages.
            </p>
          ) : (
            <ul className="flex flex-col gap-1">
              {list.map(({ basePath, stage, ...domain }) => (
                <li key={`${domain.domainName} ${domain.domainNameId} ${basePath}`} className="flex flex-wrap items-center gap-2">
                  <Link href={domainHref(domain)} className="text-accent hover:underline">
                    {`${domain.domainName}/${basePath}`}
                  </Link>
                  <span className="text-muted">leads to the stage</span> <code>{stage}</code>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}

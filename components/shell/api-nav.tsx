"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useOperation } from "@/components/data/use-operations";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { plural } from "@/lib/client/format";
import { apiPages } from "./navigation";

/** The pages of one API. */
export function ApiNav({ apiId }: { apiId: string }) {
  const path = usePathname();
  const api = useOperation("getApiSummary", { apiId });
  const waiting = api.data?.openApprovals ?? 0;
  const pages = apiPages(apiId, api.data?.kind);
  const active = pages.findLast((page) => path === page.href || path.startsWith(`${page.href}/`));
  return (
    <nav
      aria-label="Pages of the API"
      className="flex w-47 shrink-0 flex-col gap-0.5 overflow-y-auto border-line border-r bg-bg p-2 max-lg:w-14"
    >
      {pages.map((page) => (
        <Link
          key={page.href}
          href={page.href}
          title={page.label}
          aria-current={page === active ? "page" : undefined}
          className={cn(
            "flex h-8 items-center gap-2 rounded-md px-2 text-muted transition-colors hover:bg-hover hover:text-fg [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]",
            page === active && "bg-selected font-medium text-accent hover:bg-selected hover:text-accent",
          )}
        >
          <page.icon aria-hidden />
          <span className="truncate max-lg:sr-only">{page.label}</span>
          {page.label === "Stages" && waiting > 0 ? (
            <Badge tone="warn" className="ml-auto max-lg:hidden" title={`${plural(waiting, "deployment")} waiting for approval`}>
              {waiting}
              <span className="sr-only"> waiting for approval</span>
            </Badge>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

import type { ReactNode } from "react";
import { prefetch } from "@/app/_prefetch";
import { ApiNav } from "@/components/shell/api-nav";

type Props = { children: ReactNode; params: Promise<{ apiId: string }> };

export default async function ApiLayout({ children, params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getApiSummary", { apiId }],
      ["getApi", { apiId }],
    ],
    <>
      <ApiNav apiId={apiId} />
      <div className="flex min-w-0 flex-1">{children}</div>
    </>,
  );
}

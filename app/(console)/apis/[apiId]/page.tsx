import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { ApiOverview } from "@/components/overview/api-overview";

export const metadata: Metadata = { title: "Overview" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getApiSummary", { apiId }],
      ["getApi", { apiId }],
      ["getV2Api", { apiId }],
      ["listRevisions", { apiId, limit: 8 }],
    ],
    <ApiOverview apiId={apiId} />,
  );
}

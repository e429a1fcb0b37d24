import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Overview } from "@/components/overview/overview";

export const metadata: Metadata = { title: "Overview" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getApi", { apiId }],
      ["listRevisions", { apiId, limit: 8 }],
    ],
    <Overview apiId={apiId} />,
  );
}

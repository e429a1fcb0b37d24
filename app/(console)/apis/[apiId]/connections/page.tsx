import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { ConnectionsPage } from "@/components/connections/connections-page";

export const metadata: Metadata = { title: "Connections" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getV2Api", { apiId }]], <ConnectionsPage apiId={apiId} />);
}

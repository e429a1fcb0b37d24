import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { GatewayResponses } from "@/components/gateway-responses/gateway-responses";

export const metadata: Metadata = { title: "Gateway responses" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["listGatewayResponses", { apiId }]], <GatewayResponses apiId={apiId} />);
}

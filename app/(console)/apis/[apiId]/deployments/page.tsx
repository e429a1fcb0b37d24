import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Deployments } from "@/components/deployments/deployments";

export const metadata: Metadata = { title: "Deployments" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["listDeployments", { apiId }]], <Deployments apiId={apiId} />);
}

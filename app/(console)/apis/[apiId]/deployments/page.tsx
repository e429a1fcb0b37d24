import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { Deployments } from "@/components/deployments/deployments";
import { V2Deployments } from "@/components/v2/v2-deployments";

export const metadata: Metadata = { title: "Deployments" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return byKind(apiId, {
    rest: () => prefetch([["listDeployments", { apiId }]], <Deployments apiId={apiId} />),
    other: () => prefetch([["listV2Deployments", { apiId }]], <V2Deployments apiId={apiId} />),
  });
}

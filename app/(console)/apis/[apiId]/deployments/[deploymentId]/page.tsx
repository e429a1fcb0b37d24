import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { SnapshotPage } from "@/components/deployments/snapshot-page";

export const metadata: Metadata = { title: "Deployment" };

type Props = { params: Promise<{ apiId: string; deploymentId: string }> };

export default async function Page({ params }: Props) {
  const { apiId, deploymentId } = await params;
  return prefetch(
    [
      ["getDefinition", { apiId, of: { deploymentId } }],
      ["listDeployments", { apiId }],
    ],
    <SnapshotPage apiId={apiId} deploymentId={deploymentId} />,
  );
}

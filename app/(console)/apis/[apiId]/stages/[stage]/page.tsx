import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { StagePage } from "@/components/stages/stage-page";

type Props = { params: Promise<{ apiId: string; stage: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Stage ${decodeURIComponent((await params).stage)}` };
}

export default async function Page({ params }: Props) {
  const { apiId, stage } = await params;
  const stageName = decodeURIComponent(stage);
  return prefetch(
    [
      ["getStage", { apiId, stageName }],
      ["listDeployments", { apiId }],
    ],
    <StagePage apiId={apiId} stageName={stageName} />,
  );
}

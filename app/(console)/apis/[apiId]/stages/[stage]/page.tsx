import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { StagePage } from "@/components/stages/stage-page";
import { V2StagePage } from "@/components/v2/stage-page";

type Props = { params: Promise<{ apiId: string; stage: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Stage ${decodeURIComponent((await params).stage)}` };
}

export default async function Page({ params }: Props) {
  const { apiId, stage } = await params;
  const stageName = decodeURIComponent(stage);
  return byKind(apiId, {
    rest: () =>
      prefetch(
        [
          ["getStage", { apiId, stageName }],
          ["listDeployments", { apiId }],
          ["listApprovals", { apiId }],
        ],
        <StagePage apiId={apiId} stageName={stageName} />,
      ),
    other: () => prefetch([["getV2Api", { apiId }]], <V2StagePage apiId={apiId} stageName={stageName} />),
  });
}

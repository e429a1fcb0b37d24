import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { StageList } from "@/components/stages/stage-list";
import { V2StagesPage } from "@/components/v2/stages-page";

export const metadata: Metadata = { title: "Stages" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return byKind(apiId, {
    rest: () =>
      prefetch(
        [
          ["getApi", { apiId }],
          ["listApprovals", { apiId }],
        ],
        <StageList apiId={apiId} />,
      ),
    other: () => prefetch([["getV2Api", { apiId }]], <V2StagesPage apiId={apiId} />),
  });
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { StageList } from "@/components/stages/stage-list";

export const metadata: Metadata = { title: "Stages" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getApi", { apiId }]], <StageList apiId={apiId} />);
}

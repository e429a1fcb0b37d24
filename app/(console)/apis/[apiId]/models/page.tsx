import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { Models } from "@/components/models/models";
import { V2Models } from "@/components/v2/v2-models";

export const metadata: Metadata = { title: "Models" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return byKind(apiId, {
    rest: () => prefetch([["listModels", { apiId }]], <Models apiId={apiId} />),
    other: () => prefetch([["getV2Api", { apiId }]], <V2Models apiId={apiId} />),
  });
}

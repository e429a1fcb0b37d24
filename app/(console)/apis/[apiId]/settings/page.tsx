import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { ApiSettings } from "@/components/settings/api-settings";
import { V2Settings } from "@/components/v2/v2-settings";

export const metadata: Metadata = { title: "API settings" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return byKind(apiId, {
    rest: () => prefetch([["getApi", { apiId }]], <ApiSettings apiId={apiId} />),
    other: () => prefetch([["getV2Api", { apiId }]], <V2Settings apiId={apiId} />),
  });
}

import type { Metadata } from "next";
import { byKind } from "@/app/_by-kind";
import { prefetch } from "@/app/_prefetch";
import { Authorizers } from "@/components/authorizers/authorizers";
import { V2Authorizers } from "@/components/v2/v2-authorizers";

export const metadata: Metadata = { title: "Authorizers" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return byKind(apiId, {
    rest: () => prefetch([["listAuthorizers", { apiId }]], <Authorizers apiId={apiId} />),
    other: () => prefetch([["getV2Api", { apiId }]], <V2Authorizers apiId={apiId} />),
  });
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { RoutesWorkbench } from "@/components/v2/routes-workbench";

export const metadata: Metadata = { title: "Routes" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getV2Api", { apiId }]], <RoutesWorkbench apiId={apiId} />);
}

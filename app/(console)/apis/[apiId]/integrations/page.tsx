import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { IntegrationsPage } from "@/components/v2/integrations-page";

export const metadata: Metadata = { title: "Integrations" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getV2Api", { apiId }],
      ["getWorkspace", {}],
    ],
    <IntegrationsPage apiId={apiId} />,
  );
}

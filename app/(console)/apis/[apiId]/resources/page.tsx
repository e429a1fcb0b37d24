import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Workbench } from "@/components/workbench/workbench";

export const metadata: Metadata = { title: "Resources" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["listResources", { apiId }]], <Workbench apiId={apiId} />);
}

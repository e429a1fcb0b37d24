import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Models } from "@/components/models/models";

export const metadata: Metadata = { title: "Models" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["listModels", { apiId }]], <Models apiId={apiId} />);
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { ApiSettings } from "@/components/settings/api-settings";

export const metadata: Metadata = { title: "API settings" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getApi", { apiId }]], <ApiSettings apiId={apiId} />);
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { PolicyPage } from "@/components/policy/policy-page";

export const metadata: Metadata = { title: "Resource policy" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getApi", { apiId }]], <PolicyPage apiId={apiId} />);
}

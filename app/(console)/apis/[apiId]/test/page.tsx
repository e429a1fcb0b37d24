import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { RouteTester } from "@/components/v2/route-tester";

export const metadata: Metadata = { title: "Test" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["getV2Api", { apiId }]], <RouteTester apiId={apiId} />);
}

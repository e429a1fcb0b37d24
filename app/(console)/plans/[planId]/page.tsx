import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { PlanPage } from "@/components/plans/plan-page";

export const metadata: Metadata = { title: "Usage plan" };

type Props = { params: Promise<{ planId: string }> };

export default async function Page({ params }: Props) {
  const { planId } = await params;
  return prefetch([["getPlan", { planId }]], <PlanPage planId={planId} />);
}

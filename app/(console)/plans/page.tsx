import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { PlansPage } from "@/components/plans/plans-page";

export const metadata: Metadata = { title: "Usage plans" };

export default async function Page() {
  return prefetch([["listPlans", {}]], <PlansPage />);
}

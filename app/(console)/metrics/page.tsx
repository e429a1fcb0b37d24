import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { MetricsPage } from "@/components/metrics/metrics-page";

export const metadata: Metadata = { title: "Metrics" };

export default function Page() {
  return prefetch([["listApis", {}]], <MetricsPage />);
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { LogsPage } from "@/components/logs/logs-page";

export const metadata: Metadata = { title: "Logs" };

export default function Page() {
  return prefetch([["listApis", {}]], <LogsPage />);
}

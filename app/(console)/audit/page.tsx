import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { AuditPage } from "@/components/audit/audit-page";

export const metadata: Metadata = { title: "Audit" };

export default function Page() {
  return prefetch([["getAuditFacets", {}]], <AuditPage />);
}

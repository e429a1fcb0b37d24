import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { ImportWizard } from "@/components/import/import-wizard";

export const metadata: Metadata = { title: "Import OpenAPI" };

export default function Page() {
  return prefetch([["listApis", {}]], <ImportWizard />);
}

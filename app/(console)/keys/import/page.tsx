import type { Metadata } from "next";
import { ImportKeysPage } from "@/components/keys/import-keys-page";

export const metadata: Metadata = { title: "Import API keys" };

export default function Page() {
  return <ImportKeysPage />;
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Domains } from "@/components/domains/domains";

export const metadata: Metadata = { title: "Domains" };

export default async function Page() {
  return prefetch([["listDomains", {}]], <Domains />);
}

import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Certificates } from "@/components/certificates/certificates";

export const metadata: Metadata = { title: "Client certificates" };

export default async function Page() {
  return prefetch([["listClientCertificates", {}]], <Certificates />);
}

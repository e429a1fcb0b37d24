import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { VpcLinks } from "@/components/vpc-links/vpc-links";

export const metadata: Metadata = { title: "VPC links" };

export default async function Page() {
  return prefetch([["listVpcLinks", {}]], <VpcLinks />);
}

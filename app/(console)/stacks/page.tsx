import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Stacks } from "@/components/stacks/stacks";

export const metadata: Metadata = { title: "Stacks" };

export default async function Page() {
  return prefetch([["listStacks", {}]], <Stacks />);
}

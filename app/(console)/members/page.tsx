import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { MembersPage } from "@/components/members/members-page";

export const metadata: Metadata = { title: "Members" };

export default async function Page() {
  return prefetch([["listMembers", {}]], <MembersPage />);
}

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "@/components/sign-in/setup-form";
import { isSetupNeeded } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { db, workspace } = await getRuntime();
  if (!(await isSetupNeeded(db))) redirect("/login");
  const { token = "" } = await searchParams;
  return <SetupForm token={String(token)} accountId={workspace.accountId} region={workspace.region} />;
}

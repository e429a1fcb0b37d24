import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountForm } from "@/components/sign-in/account-form";
import { isSetupNeeded } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { db, workspace } = await getRuntime();
  if (!(await isSetupNeeded(db))) redirect("/login");
  const { token = "" } = await searchParams;
  return (
    <AccountForm
      title="Make the owner account"
      text={
        <>
          It owns the workspace of account <code>{workspace.accountId}</code> in <code>{workspace.region}</code>. This link works once.
        </>
      }
      action="Create owner and sign in"
      url="/api/setup"
      token={String(token)}
    />
  );
}

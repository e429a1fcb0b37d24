import type { Metadata } from "next";
import { AccountForm } from "@/components/sign-in/account-form";
import { SignInFrame } from "@/components/sign-in/frame";
import { findInvitation } from "@/lib/auth/invitations";
import { getRuntime } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

export default async function InvitePage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { db, workspace, clock } = await getRuntime();
  const { token = "" } = await searchParams;
  const found = await findInvitation(db, workspace.accountId, String(token), clock());
  if (found === undefined)
    return (
      <SignInFrame title="This link works no more" text="It was used already, withdrawn, or is older than seven days.">
        <p>Ask an owner for a new one.</p>
      </SignInFrame>
    );
  const { member, email, role, invitedBy } = found;
  return (
    <AccountForm
      title={member === undefined ? "Join this workspace" : "Set a new password"}
      text={
        member === undefined
          ? `${invitedBy} invites you as ${role}. This link works once.`
          : "It ends your other sessions. This link works once."
      }
      action={member === undefined ? "Join and sign in" : "Set password and sign in"}
      url="/api/invitation"
      token={String(token)}
      email={email}
      {...(member === undefined ? {} : { name: member.name })}
    />
  );
}

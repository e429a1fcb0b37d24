import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { consoleScope, findUser } from "@/app/_session";
import { Shell } from "@/components/shell/shell";
import { UnreadBanner } from "@/components/shell/unread-banner";
import { UserProvider } from "@/components/shell/user";
import { mayRole } from "@/lib/base/roles";
import { getRuntime } from "@/lib/services/runtime";
import { listUnreadThings } from "@/lib/services/unread-rows";

export const dynamic = "force-dynamic";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const user = await findUser();
  if (!user) redirect("/login");
  const { id, name, email, role } = user;
  const rights = {
    canWrite: mayRole(role, "write"),
    canReveal: mayRole(role, "reveal"),
    canDeploy: mayRole(role, "release"),
    canTest: mayRole(role, "test"),
    canAdminister: mayRole(role, "administer"),
  };
  const unread = await listUnreadThings(await consoleScope(user), (await getRuntime()).rowNotes);
  return (
    <UserProvider user={{ id, name, email, role, ...rights }}>
      <Shell banner={<UnreadBanner things={unread} />}>{children}</Shell>
    </UserProvider>
  );
}

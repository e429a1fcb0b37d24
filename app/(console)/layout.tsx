import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { findUser } from "@/app/_session";
import { Shell } from "@/components/shell/shell";
import { UserProvider } from "@/components/shell/user";
import { mayRole } from "@/lib/base/roles";

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
  return (
    <UserProvider user={{ id, name, email, role, ...rights }}>
      <Shell>{children}</Shell>
    </UserProvider>
  );
}

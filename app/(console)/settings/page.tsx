import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Settings } from "@/components/settings/settings";
import { getRuntime } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { environment, workspace } = await getRuntime();
  const endpoint = `${environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`}/aws`;
  return prefetch(
    [
      ["listAccessKeys", {}],
      ["getAccountThrottle", {}],
    ],
    <Settings endpoint={endpoint} accountId={workspace.accountId} region={workspace.region} />,
  );
}

"use client";
import { useTheme } from "next-themes";
import { useUser } from "@/components/shell/user";
import { useDensity } from "@/components/ui/density";
import { Field, NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { AccessKeys } from "./access-keys";
import { AccountThrottle } from "./account-throttle";
import { Backup } from "./backup";

type Props = { endpoint: string; accountId: string; region: string };

export function Settings({ endpoint, accountId, region }: Props) {
  const user = useUser();
  return (
    <PageFrame title="Settings">
      <section aria-label="You" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
        <h2 className="text-lg">You</h2>
        <p>
          {user.name}, {user.email}, <span className="text-muted">{user.role}</span>
        </p>
        <div className="flex flex-wrap gap-3">
          <ThemeField />
          <DensityField />
        </div>
      </section>
      <AccessKeys endpoint={endpoint} region={region} />
      <section aria-label="Workspace" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-4">
        <h2 className="text-lg">Workspace</h2>
        <p>
          Account <code>{accountId}</code> in <code>{region}</code>. ARNs and addresses carry both.
        </p>
      </section>
      <AccountThrottle />
      <Backup />
    </PageFrame>
  );
}

function ThemeField() {
  const { theme, setTheme } = useTheme();
  return (
    <Field label="Theme" className="w-60">
      {(ids) => (
        <NativeSelect {...ids} value={theme ?? "system"} suppressHydrationWarning onChange={(event) => setTheme(event.target.value)}>
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </NativeSelect>
      )}
    </Field>
  );
}

function DensityField() {
  const { density, setDensity } = useDensity();
  return (
    <Field label="Density" className="w-60">
      {(ids) => (
        <NativeSelect
          {...ids}
          value={density}
          onChange={(event) => setDensity(event.target.value === "comfortable" ? "comfortable" : "compact")}
        >
          <option value="compact">Compact, for many rows</option>
          <option value="comfortable">Comfortable, with more room</option>
        </NativeSelect>
      )}
    </Field>
  );
}

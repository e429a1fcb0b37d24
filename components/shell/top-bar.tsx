"use client";
import { ChevronRight, CircleHelp, LogOut, Monitor, Moon, Rows3, Rows4, Search, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import { useParams, usePathname, useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { forgetTab } from "@/components/data/tab-memory";
import { useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { useDensity } from "@/components/ui/density";
import { Kbd } from "@/components/ui/kbd";
import { Menu } from "@/components/ui/menu";
import { DraftChip } from "../deploy/draft-chip";
import { apiAddress, apiPages } from "./navigation";
import { useShell } from "./shell-store";
import { useUser } from "./user";

const sectionNames: Record<string, string> = {
  apis: "APIs",
  audit: "Audit",
  certificates: "Client certificates",
  keys: "API keys",
  domains: "Domains",
  filters: "Filters",
  members: "Members",
  logs: "Logs",
  metrics: "Metrics",
  plans: "Usage plans",
  settings: "Settings",
  stacks: "Stacks",
  "vpc-links": "VPC links",
};

function ApiCrumb({ apiId }: { apiId: string }) {
  const router = useRouter();
  const api = useOperation("getApiSummary", { apiId });
  const apis = useOperation("listApis", {});
  const others = (apis.data ?? []).map((each) => ({
    label: each.name,
    checked: each.id === apiId,
    onSelect: () => router.push(apiAddress(each)),
  }));
  return (
    <Menu
      label="Switch to another API"
      trigger={
        <Button look="ghost" size="sm" className="max-w-56 font-semibold text-fg">
          <span className="truncate">{api.data?.name ?? apiId}</span>
        </Button>
      }
      items={others.slice(0, 50)}
    />
  );
}

function Breadcrumb() {
  const path = usePathname();
  const { apiId, stage, name } = useParams<{ apiId?: string; stage?: string; name?: string }>();
  const last = stage ?? name;
  const section = path.split("/")[1] ?? "";
  const api = useOperation("getApiSummary", { apiId: apiId ?? "" }, { enabled: apiId !== undefined });
  const page = apiId
    ? apiPages(apiId, api.data?.kind).findLast((each) => path === each.href || path.startsWith(`${each.href}/`))
    : undefined;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-0.5 text-muted [&_svg]:size-3.5 [&_svg]:shrink-0">
        <li>
          <Link href={`/${section}`} className="rounded px-1.5 py-1 font-medium hover:text-fg">
            {sectionNames[section] ?? section}
          </Link>
        </li>
        {apiId ? (
          <li className="flex min-w-0 items-center">
            <ChevronRight aria-hidden />
            <ApiCrumb apiId={apiId} />
          </li>
        ) : null}
        {page ? (
          <li className="flex items-center">
            <ChevronRight aria-hidden />
            <Link href={page.href} aria-current={stage ? undefined : "page"} className="rounded px-1.5 py-1 font-medium hover:text-fg">
              {page.label}
            </Link>
          </li>
        ) : null}
        {last ? (
          <li className="flex items-center">
            <ChevronRight aria-hidden />
            <span aria-current="page" className="px-1.5 font-medium text-fg">
              {decodeURIComponent(last)}
            </span>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}

function UserMenu() {
  const { name, email, role } = useUser();
  const { theme, setTheme } = useTheme();
  const { density, setDensity } = useDensity();
  return (
    <Menu
      align="end"
      label="Account and appearance"
      trigger={
        <Button look="ghost" size="icon" aria-label={`Account of ${name}`}>
          <UserRound />
        </Button>
      }
      items={[
        { kind: "label", label: `${email} (${role})` },
        { kind: "separator", id: "theme" },
        { label: "Light", icon: <Sun />, checked: theme === "light", onSelect: () => setTheme("light") },
        { label: "Dark", icon: <Moon />, checked: theme === "dark", onSelect: () => setTheme("dark") },
        { label: "As the system", icon: <Monitor />, checked: theme === "system", onSelect: () => setTheme("system") },
        { kind: "separator", id: "density" },
        { label: "Compact", icon: <Rows4 />, checked: density === "compact", onSelect: () => setDensity("compact") },
        { label: "Comfortable", icon: <Rows3 />, checked: density === "comfortable", onSelect: () => setDensity("comfortable") },
        { kind: "separator", id: "out" },
        { label: "Sign out", icon: <LogOut />, onSelect: () => void signOut() },
      ]}
    />
  );
}

/** The code of a sign-out is loaded for it: no page needs it before. */
async function signOut(): Promise<void> {
  const { signOut: leave } = await import("next-auth/react");
  forgetTab();
  await leave({ callbackUrl: "/login" });
}

export function TopBar() {
  const { apiId } = useParams<{ apiId?: string }>();
  const { setPalette, setKeys } = useShell();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-raised px-3">
      <Breadcrumb />
      <div className="min-w-0 flex-1" />
      {apiId ? <DraftChip apiId={apiId} /> : null}
      <Button className="min-w-40 justify-between text-muted" onClick={() => setPalette(true)} aria-keyshortcuts="Control+K">
        <span className="flex items-center gap-1.5">
          <Search aria-hidden />
          Search
        </span>
        <span className="flex gap-0.5" aria-hidden>
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </Button>
      <Button look="ghost" size="icon" aria-label="Keys of this screen" onClick={() => setKeys(true)}>
        <CircleHelp />
      </Button>
      <UserMenu />
    </header>
  );
}

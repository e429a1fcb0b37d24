"use client";
import { Command } from "cmdk";
import { Boxes, Braces, CornerDownLeft, Gauge, Globe, KeyRound, Moon, Network, Rocket, Rows3, Rows4, Sun } from "lucide-react";
import { useParams, useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useDensity } from "@/components/ui/density";
import type { SearchHit } from "@/lib/client/operations";
import { apiPages, railBottom, railTop } from "./navigation";
import { useShell } from "./shell-store";

const hitIcons: Record<SearchHit["kind"], ReactNode> = {
  api: <Boxes />,
  method: <Network />,
  stage: <Rocket />,
  model: <Braces />,
  key: <KeyRound />,
  plan: <Gauge />,
  domain: <Globe />,
};
const group =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

function Row({
  value,
  icon,
  label,
  detail,
  onSelect,
}: {
  value: string;
  icon: ReactNode;
  label: string;
  detail?: string;
  onSelect: () => void;
}) {
  return (
    <Command.Item
      value={value}
      keywords={[label]}
      onSelect={onSelect}
      className="mx-1 flex h-8 cursor-default items-center gap-2 rounded px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-muted"
    >
      {icon}
      <span className="min-w-0 truncate">{label}</span>
      {detail ? <span className="min-w-0 flex-1 truncate text-muted text-sm">{detail}</span> : null}
    </Command.Item>
  );
}

export function CommandPalette() {
  const { paletteOpen, setPalette, setDeploy } = useShell();
  const { apiId } = useParams<{ apiId?: string }>();
  const [text, setText] = useState("");
  const router = useRouter();
  const { setTheme } = useTheme();
  const { setDensity } = useDensity();
  const hits = useOperation("search", { text, ...(apiId ? { apiId } : {}) }, { enabled: paletteOpen, keepPrevious: true });
  const api = useOperation("getApiSummary", { apiId: apiId ?? "" }, { enabled: paletteOpen && apiId !== undefined });
  const run = (action: () => void) => () => {
    setPalette(false);
    setText("");
    action();
  };
  const pages = [...(apiId ? apiPages(apiId, api.data?.kind) : []), ...railTop, ...railBottom];
  return (
    <Dialog.Root open={paletteOpen} onOpenChange={setPalette}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(8_12_12/0.45)] animate-in" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-[600px] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised shadow-float animate-in"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands">
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find an API, a method, a stage, a page ..."
              className="h-11 w-full border-line border-b bg-transparent px-4 outline-none"
            />
            <Command.List className="max-h-[min(420px,60vh)] overflow-auto pb-1" aria-label="Results">
              <Command.Empty className="px-4 py-6 text-center text-muted">Nothing has this name.</Command.Empty>
              {hits.data && hits.data.length > 0 ? (
                <Command.Group heading="Go to" className={group}>
                  {hits.data.map((hit) => (
                    <Row
                      key={hit.href}
                      value={hit.href}
                      icon={hitIcons[hit.kind]}
                      label={hit.label}
                      detail={hit.detail}
                      onSelect={run(() => router.push(hit.href))}
                    />
                  ))}
                </Command.Group>
              ) : null}
              <Command.Group heading="Pages" className={group}>
                {pages.map((page) => (
                  <Row
                    key={page.href}
                    value={`page ${page.href}`}
                    icon={<page.icon />}
                    label={page.label}
                    onSelect={run(() => router.push(page.href))}
                  />
                ))}
              </Command.Group>
              <Command.Group heading="Actions" className={group}>
                {api.data?.kind === "REST" ? (
                  <Row value="action deploy" icon={<Rocket />} label="Deploy this API" onSelect={run(() => setDeploy(true))} />
                ) : null}
                <Row value="action new" icon={<Boxes />} label="New API" onSelect={run(() => router.push("/apis?new=1"))} />
                <Row value="action light" icon={<Sun />} label="Light theme" onSelect={run(() => setTheme("light"))} />
                <Row value="action dark" icon={<Moon />} label="Dark theme" onSelect={run(() => setTheme("dark"))} />
                <Row value="action compact" icon={<Rows4 />} label="Compact density" onSelect={run(() => setDensity("compact"))} />
                <Row
                  value="action comfortable"
                  icon={<Rows3 />}
                  label="Comfortable density"
                  onSelect={run(() => setDensity("comfortable"))}
                />
              </Command.Group>
            </Command.List>
            <p className="flex items-center gap-1.5 border-line border-t bg-sunken px-4 py-1.5 text-muted text-xs [&_svg]:size-3.5">
              <CornerDownLeft aria-hidden /> opens, Esc closes
            </p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

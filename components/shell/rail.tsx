"use client";
import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { Logo } from "./logo";
import { type Destination, railBottom, railTop } from "./navigation";
import { useShell } from "./shell-store";

function RailLink({ item, open }: { item: Destination; open: boolean }) {
  const current = usePathname();
  const active = current === item.href || current.startsWith(`${item.href}/`);
  const link = (
    <Link
      href={item.href}
      aria-current={active ? "page" : undefined}
      aria-label={open ? undefined : item.label}
      className={cn(
        "flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-fg [&_svg]:size-[18px] [&_svg]:shrink-0 [&_svg]:stroke-[1.75]",
        active && "bg-selected text-accent hover:bg-selected hover:text-accent",
        !open && "justify-center px-0",
      )}
    >
      <item.icon aria-hidden />
      {open ? item.label : null}
    </Link>
  );
  return open ? (
    link
  ) : (
    <Tooltip text={item.label} side="right">
      {link}
    </Tooltip>
  );
}

export function Rail() {
  const { railOpen, toggleRail } = useShell();
  return (
    <nav
      aria-label="Main"
      data-region="rail"
      className={cn(
        "flex shrink-0 flex-col gap-1 border-line border-r bg-sunken p-2 transition-[width] duration-100",
        railOpen ? "w-[220px]" : "w-14",
      )}
    >
      <Link
        href="/apis"
        aria-label="Gatehouse, all APIs"
        className={cn("mb-2 flex h-9 items-center gap-2 rounded-md font-semibold text-lg", railOpen ? "px-2" : "justify-center")}
      >
        <Logo />
        {railOpen ? <span>Gatehouse</span> : null}
      </Link>
      {railTop.map((item) => (
        <RailLink key={item.href} item={item} open={railOpen} />
      ))}
      <div className="flex-1" />
      {railBottom.map((item) => (
        <RailLink key={item.href} item={item} open={railOpen} />
      ))}
      <Button
        look="ghost"
        size="icon"
        aria-label={railOpen ? "Narrow the navigation" : "Widen the navigation"}
        aria-expanded={railOpen}
        onClick={toggleRail}
        className={cn("mt-1", railOpen ? "self-end" : "self-center")}
      >
        <PanelLeft />
      </Button>
    </nav>
  );
}

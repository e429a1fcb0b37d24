"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect } from "react";
import { useUndo } from "@/components/data/use-undo";
import { CommandPalette } from "./command-palette";
import { KeysSheet } from "./keys-sheet";
import { Rail } from "./rail";
import { useShell } from "./shell-store";
import { TopBar } from "./top-bar";
import { useShortcut } from "./use-shortcut";

type Props = { children: ReactNode; banner: ReactNode };

/** Moves the focus to the next part of the screen that is marked with `data-region`. */
function focusNextRegion() {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null || region.getClientRects().length > 0,
  );
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(current + 1) % regions.length];
  const target = next?.querySelector<HTMLElement>('[tabindex="0"], a[href], button:not([disabled]), input, select, textarea') ?? next;
  target?.focus();
}

export function Shell({ children, banner }: Props) {
  const router = useRouter();
  const { setPalette, setKeys } = useShell();
  const { undoLast } = useUndo();
  useEffect(() => void useShell.persist.rehydrate(), []);
  useShortcut(
    "palette",
    useCallback(() => setPalette(true), [setPalette]),
  );
  useShortcut(
    "sheet",
    useCallback(() => setKeys(true), [setKeys]),
  );
  useShortcut(
    "goApis",
    useCallback(() => router.push("/apis"), [router]),
  );
  useShortcut(
    "goLogs",
    useCallback(() => router.push("/logs"), [router]),
  );
  useShortcut(
    "goMetrics",
    useCallback(() => router.push("/metrics"), [router]),
  );
  useShortcut(
    "goKeys",
    useCallback(() => router.push("/keys"), [router]),
  );
  useShortcut(
    "goPlans",
    useCallback(() => router.push("/plans"), [router]),
  );
  useShortcut(
    "goAudit",
    useCallback(() => router.push("/audit"), [router]),
  );
  useShortcut(
    "goSettings",
    useCallback(() => router.push("/settings"), [router]),
  );
  useShortcut("region", focusNextRegion);
  useShortcut("undo", undoLast);
  return (
    <div className="flex h-screen min-w-0 overflow-hidden">
      <a href="#main" className="sr-only z-50 rounded bg-raised p-2 focus:not-sr-only focus:absolute">
        Skip to content
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar />
        {banner}
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      <CommandPalette />
      <KeysSheet />
    </div>
  );
}

"use client";
import { Separator } from "react-resizable-panels";
import { cn } from "./cn";

/** The line between two panes: drag it, or focus it and use the arrow keys. */
export function SplitHandle({ label, direction = "vertical" }: { label: string; direction?: "vertical" | "horizontal" }) {
  return (
    <Separator
      aria-label={label}
      className={cn(
        "relative shrink-0 bg-line outline-offset-[-1px] transition-colors hover:bg-accent data-[separator=active]:bg-accent",
        direction === "vertical"
          ? "w-px after:absolute after:inset-y-0 after:-inset-x-1"
          : "h-px after:absolute after:inset-x-0 after:-inset-y-1",
      )}
    />
  );
}

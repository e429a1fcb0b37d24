import type { ReactNode } from "react";
import { cn } from "./cn";

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded border border-line bg-sunken px-1 text-[10.5px] text-muted leading-none",
        className,
      )}
    >
      {children}
    </kbd>
  );
}

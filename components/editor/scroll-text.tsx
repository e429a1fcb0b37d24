import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = { label: string; className: string; children: ReactNode };

/** Text as it is, in a box that scrolls by mouse and keyboard. */
export function ScrollText({ label, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section tabIndex={0} aria-label={label} className={cn("overflow-auto rounded-md bg-sunken p-2", className)}>
      <pre className="whitespace-pre-wrap break-words">{children}</pre>
    </section>
  );
}

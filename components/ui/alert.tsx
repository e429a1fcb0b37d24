import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  info: { box: "border-info/30 bg-info-bg", icon: <Info className="text-info" /> },
  ok: { box: "border-ok/30 bg-ok-bg", icon: <CircleCheck className="text-ok" /> },
  warn: { box: "border-warn/30 bg-warn-bg", icon: <TriangleAlert className="text-warn" /> },
  error: { box: "border-error/30 bg-error-bg", icon: <CircleAlert className="text-error" /> },
} as const;

type Props = { tone: keyof typeof looks; title?: ReactNode; children?: ReactNode; actions?: ReactNode; live?: boolean; className?: string };

export function Alert({ tone, title, children, actions, live = false, className }: Props) {
  return (
    <div
      role={live ? "alert" : undefined}
      className={cn("flex gap-2 rounded-md border p-2.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0", looks[tone].box, className)}
    >
      {looks[tone].icon}
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="break-words text-fg/90">{children}</div> : null}
        {actions ? <div className="mt-2 flex gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

import type { ReactNode } from "react";

/** One check of a deployment: its state as a picture, and a sentence. */
export function CheckLine({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; action?: ReactNode; icon?: ReactNode };

/** One sentence what this is, and one action. */
export function EmptyState({ title, children, action, icon }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-12 text-center">
      {icon ? (
        <div className="mb-1 flex size-9 items-center justify-center rounded-md border border-line bg-raised text-muted [&_svg]:size-4.5">
          {icon}
        </div>
      ) : null}
      <h2 className="text-lg">{title}</h2>
      {children ? <p className="text-muted">{children}</p> : null}
      {action ? <div className="mt-2 flex gap-2">{action}</div> : null}
    </div>
  );
}

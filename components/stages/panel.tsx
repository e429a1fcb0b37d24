import type { ReactNode } from "react";

type Props = { title: string; text?: ReactNode; children: ReactNode };

/** A part of a tab of the stage. */
export function Panel({ title, text, children }: Props) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <div>
        <h2 className="text-lg">{title}</h2>
        {text ? <p className="text-muted text-sm">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}

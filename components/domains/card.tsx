import { type ReactNode, useId } from "react";

type Props = { title: string; text?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A part of a domain's page. */
export function Card({ title, text, actions, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <div className="flex flex-wrap items-start gap-2">
        <div className="mr-auto">
          <h2 id={id} className="text-lg">
            {title}
          </h2>
          {text ? <p className="text-muted">{text}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

import type { ReactNode } from "react";

type Props = { title: string; text?: ReactNode; actions?: ReactNode; children: ReactNode };

/** The frame of a page that is a list or a form. */
export function PageFrame({ title, text, actions, children }: Props) {
  return (
    <div className="min-w-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-[1080px] flex-col gap-4 px-6 pt-5 pb-10">
        <header className="flex flex-wrap items-start gap-2">
          <div className="mr-auto">
            <h1 className="text-xl">{title}</h1>
            {text ? <p className="text-muted">{text}</p> : null}
          </div>
          {actions}
        </header>
        {children}
      </div>
    </div>
  );
}

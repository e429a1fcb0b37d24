"use client";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tab = { id: string; label: ReactNode; content: ReactNode };

type Props = {
  tabs: readonly Tab[];
  value: string;
  onChange: (id: string) => void;
  label: string;
  actions?: ReactNode;
  className?: string;
  padded?: boolean;
};

export function Tabs({ tabs, value, onChange, label, actions, className, padded = true }: Props) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className={cn("flex min-h-0 flex-1 flex-col", className)}>
      <div className="flex items-center border-line border-b pr-2">
        <Radix.List aria-label={label} className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto px-2">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2 font-medium text-muted outline-offset-[-2px] hover:text-fg data-[state=active]:border-accent data-[state=active]:text-fg"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={cn("min-h-0 flex-1 overflow-auto", padded && "p-3")}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

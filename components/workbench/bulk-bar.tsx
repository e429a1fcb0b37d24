"use client";
import { CheckSquare, ChevronDown, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, type MenuItem } from "@/components/ui/menu";

type Props = { count: number; items: readonly MenuItem[]; onClear: () => void };

/** What is picked in the tree, and what can be done with all of it at once. */
export function BulkBar({ count, items, onClear }: Props) {
  return (
    <div role="toolbar" aria-label="Picked rows" className="flex h-9 shrink-0 items-center gap-1 border-line border-y bg-accent-bg px-2">
      <CheckSquare aria-hidden className="size-4 text-accent" />
      <span aria-live="polite" className="mr-auto font-medium text-sm">
        {count} picked
      </span>
      <Menu
        align="end"
        label="Actions on what is picked"
        items={items}
        trigger={
          <Button size="sm" disabled={count === 0}>
            Actions <ChevronDown aria-hidden />
          </Button>
        }
      />
      <Button look="ghost" size="iconSm" aria-label="Pick nothing" onClick={onClear}>
        <X />
      </Button>
    </div>
  );
}

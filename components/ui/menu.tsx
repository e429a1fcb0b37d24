"use client";
import { Check } from "lucide-react";
import { DropdownMenu as Radix, ContextMenu as RadixContext } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

// Long menus scroll; the height is what the primitive measured.
const panel =
  "z-50 min-w-44 max-w-80 max-h-[min(420px,var(--radix-dropdown-menu-content-available-height,420px))] overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float animate-in";
const row =
  "flex min-h-7 select-none items-center gap-2 rounded px-2 outline-none cursor-default data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:stroke-[1.75] [&_svg]:text-muted";

export type MenuItem =
  | {
      kind?: "item";
      label: string;
      icon?: ReactNode;
      hint?: string;
      danger?: boolean;
      disabled?: boolean;
      checked?: boolean;
      onSelect: () => void;
    }
  | { kind: "separator"; id: string }
  | { kind: "label"; label: string };

function itemContent(item: Extract<MenuItem, { onSelect: () => void }>) {
  return (
    <>
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.checked ? <Check aria-label="selected" /> : null}
      {item.hint ? <Kbd>{item.hint}</Kbd> : null}
    </>
  );
}

type Parts = Pick<typeof Radix, "Item" | "Separator" | "Label">;

function Items({ items, parts }: { items: readonly MenuItem[]; parts: Parts }) {
  return items.map((item) => {
    if (item.kind === "separator") return <parts.Separator key={item.id} className="-mx-1 my-1 h-px bg-line" />;
    if (item.kind === "label") {
      return (
        <parts.Label key={item.label} className="px-2 py-1 text-muted text-xs">
          {item.label}
        </parts.Label>
      );
    }
    return (
      <parts.Item
        key={item.label}
        {...(item.disabled ? { disabled: true } : {})}
        onSelect={item.onSelect}
        className={cn(row, item.danger && "text-error [&_svg]:text-error")}
      >
        {itemContent(item)}
      </parts.Item>
    );
  });
}

type Props = {
  trigger: ReactNode;
  items: readonly MenuItem[];
  label?: string;
  align?: "start" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** A menu under a button. `trigger` is the button. */
export function Menu({ trigger, items, label, align = "start", open, onOpenChange }: Props) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={panel} align={align} sideOffset={4} {...(label ? { "aria-label": label } : {})}>
          <Items items={items} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The same menu on right-click (and the menu key) of `children`. */
export function ContextMenu({ children, items }: { children: ReactNode; items: readonly MenuItem[] }) {
  return (
    <RadixContext.Root>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className={panel}>
          <Items items={items} parts={RadixContext as unknown as Parts} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

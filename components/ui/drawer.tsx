"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button";

type Props = { title: string; actions?: ReactNode; onClose: () => void; children: ReactNode };

/** A panel at the right edge; Esc and a press beside it close it, and the focus goes back to what opened it. */
export function Drawer({ title, actions, onClose, children }: Props) {
  const [opener] = useState(() => (typeof document === "undefined" ? null : document.activeElement));
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(8_12_12/0.25)] animate-in" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById("main");
            target?.focus();
          }}
          className="fixed inset-y-0 right-0 z-50 flex w-[min(760px,calc(100vw-48px))] flex-col border-line border-l bg-bg shadow-float animate-in"
        >
          <div className="flex items-center gap-2 border-line border-b bg-raised px-4 py-2">
            <Radix.Title className="min-w-0 flex-1 truncate text-lg">{title}</Radix.Title>
            {actions}
            <Radix.Close asChild>
              <Button look="ghost" size="icon" aria-label="Close">
                <X />
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

"use client";
import { X } from "lucide-react";
import { Dialog as Radix, AlertDialog as RadixAlert } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";

const overlay = "fixed inset-0 z-40 bg-[rgb(8_12_12/0.45)] animate-in";
const panel =
  "fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float animate-in";
const widths = { sm: "max-w-[440px]", md: "max-w-[600px]", lg: "max-w-[880px]", xl: "max-w-[1080px]" } as const;

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof widths;
  footer?: ReactNode;
  children: ReactNode;
};

/** Gives the focus back to what had it when the dialog opened: without a trigger of its own the primitive forgets it. */
function useReturnFocus() {
  const [opener] = useState(() => (typeof document === "undefined" ? null : document.activeElement));
  return (event: Event) => {
    event.preventDefault();
    const target =
      opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.getElementById("main");
    target?.focus();
  };
}

export function Dialog({ open, onOpenChange, title, description, width = "md", footer, children }: Props) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          className={cn(panel, widths[width])}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className="flex items-start gap-3 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg">{title}</Radix.Title>
              {description ? <Radix.Description className="text-muted">{description}</Radix.Description> : null}
            </div>
            <Radix.Close asChild>
              <Button look="ghost" size="icon" aria-label="Close">
                <X />
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
          {footer ? <div className="flex items-center justify-end gap-2 border-line border-t bg-sunken px-4 py-3">{footer}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  action: string;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
};

/** Asks before something that cannot be undone by a toast. */
export function ConfirmDialog({ open, onOpenChange, title, children, action, busy = false, disabled = false, onConfirm }: ConfirmProps) {
  const returnFocus = useReturnFocus();
  return (
    <RadixAlert.Root open={open} onOpenChange={onOpenChange}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={overlay} />
        <RadixAlert.Content onCloseAutoFocus={returnFocus} className={cn(panel, widths.sm)}>
          <div className="flex flex-col gap-2 p-4">
            <RadixAlert.Title className="text-lg">{title}</RadixAlert.Title>
            <RadixAlert.Description asChild>
              <div className="flex flex-col gap-3 text-muted">{children}</div>
            </RadixAlert.Description>
          </div>
          <div className="flex justify-end gap-2 border-line border-t bg-sunken px-4 py-3">
            <RadixAlert.Cancel asChild>
              <Button>Cancel</Button>
            </RadixAlert.Cancel>
            <Button look="danger" busy={busy} disabled={disabled} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  );
}

import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const buttonClasses = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100 disabled:opacity-55 disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]",
  {
    variants: {
      look: {
        primary: "bg-accent text-accent-fg enabled:hover:bg-accent-hover",
        secondary: "border border-line bg-raised text-fg enabled:hover:bg-hover",
        ghost: "text-muted enabled:hover:bg-hover enabled:hover:text-fg",
        danger: "border border-error/40 bg-raised text-error enabled:hover:bg-error-bg",
        link: "text-accent underline-offset-2 enabled:hover:underline px-0!",
      },
      size: { sm: "h-6 px-2 text-sm", md: "h-8 px-3", icon: "size-7", iconSm: "size-6" },
    },
    defaultVariants: { look: "secondary", size: "md" },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof buttonClasses> & { asChild?: boolean; busy?: boolean };

/** A button; `busy` shows progress in place and keeps the button's width and focus. */
export function Button({ look, size, asChild = false, busy = false, className, children, disabled, ...rest }: Props) {
  const Component = asChild ? Slot.Root : "button";
  return (
    <Component
      {...(asChild ? {} : { type: "button" as const })}
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(buttonClasses({ look, size }), className)}
    >
      {asChild ? (
        children
      ) : (
        <>
          {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
          {children}
        </>
      )}
    </Component>
  );
}

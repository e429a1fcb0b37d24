"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

const control =
  "w-full rounded-md border border-line-strong/60 bg-raised px-2.5 text-fg transition-colors hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-error read-only:bg-sunken";

export function Input({ className, mono = false, ...rest }: ComponentProps<"input"> & { mono?: boolean }) {
  return <input {...rest} className={cn(control, "h-8", mono && "font-mono text-sm", className)} />;
}

export function Textarea({ className, mono = false, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return <textarea {...rest} className={cn(control, "min-h-16 py-1.5", mono && "font-mono text-sm", className)} />;
}

/** The browser's own select: right on every platform and by every keyboard. */
export function NativeSelect({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <select {...rest} className={cn(control, "h-8 pr-7", className)}>
      {children}
    </select>
  );
}

type Props = {
  label: ReactNode;
  /** What the setting does, with its present value. */
  help?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined }) => ReactNode;
};

/** Label, control, help and error, joined for assistive technology. */
export function Field({ label, help, error, optional, className, children }: Props) {
  const id = useId();
  const describedBy = [help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="flex items-baseline gap-2 font-medium">
        {label}
        {optional ? <span className="font-normal text-muted text-xs">optional</span> : null}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {help ? (
        <p id={`${id}-help`} className="text-muted text-sm">
          {help}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-error text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

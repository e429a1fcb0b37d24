"use client";
import type { ComponentProps } from "react";
import { Input } from "./field";

type Props = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "type"> & {
  value: string;
  /** What `value` is while a stored one stands; undefined where nothing is stored. */
  stored: string | undefined;
  onChange: (value: string) => void;
};

/** A line for a value that nobody shall read: what is stored stays until something else is typed. */
export function SecretInput({ value, stored, onChange, ...rest }: Props) {
  const isStored = stored !== undefined && value === stored;
  return (
    <Input
      {...rest}
      mono
      type="password"
      // Browsers would offer to keep it, or fill in what they keep.
      autoComplete="new-password"
      spellCheck={false}
      placeholder={isStored ? "•••••••• stored" : "a new value"}
      value={isStored ? "" : value}
      onChange={(event) => onChange(event.target.value === "" && stored !== undefined ? stored : event.target.value)}
    />
  );
}

"use client";
import { type ComponentProps, useState } from "react";
import { Input } from "./field";

type Props = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "mono"> & {
  values: readonly string[];
  onChange: (values: string[]) => void;
};

const partsOf = (text: string) => text.split(/[\s,]+/).filter((part) => part !== "");
const isSame = (a: readonly string[], b: readonly string[]) => a.join("\n") === b.join("\n");

/** Several words on one line, parted by commas or spaces. What is typed stays as typed while it means the same list. */
export function ListInput({ values, onChange, ...rest }: Props) {
  const [typed, setTyped] = useState<string>();
  const shown = typed !== undefined && isSame(partsOf(typed), values) ? typed : values.join(", ");
  return (
    <Input
      {...rest}
      mono
      autoComplete="off"
      spellCheck={false}
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(partsOf(event.target.value));
      }}
    />
  );
}

"use client";
import { type ComponentProps, useId } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Input } from "@/components/ui/field";

type Props = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "list"> & {
  apiId: string;
  value: string;
  onChange: (value: string) => void;
};

/** Everything typed before a variable begins, so that the choice completes it. */
function prefixOf(value: string): string {
  const open = value.lastIndexOf("${");
  return open >= 0 && !value.slice(open).includes("}") ? value.slice(0, open) : value;
}

/** A line for an address; after `${` it offers the variables of the API's stages. */
export function AddressInput({ apiId, value, onChange, ...rest }: Props) {
  const id = useId();
  const stages = useOperation("listStages", { apiId });
  const names = [...new Set((stages.data ?? []).flatMap(({ settings }) => Object.keys(settings.variables ?? {})))].sort();
  const isOpen = value.includes("$") && prefixOf(value) !== value;
  return (
    <>
      <Input
        {...rest}
        mono
        autoComplete="off"
        spellCheck={false}
        list={names.length > 0 ? id : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {names.length > 0 ? (
        <datalist id={id}>
          {names.map((name) => (
            <option key={name} value={`${isOpen ? prefixOf(value) : value}\${stageVariables.${name}}`} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

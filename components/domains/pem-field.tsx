"use client";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";

type Props = { label: string; value: string; onChange: (value: string) => void; isOptional?: boolean };

/** A PEM text, pasted or from a file. */
export function PemField({ label, value, onChange, isOptional = false }: Props) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-col gap-1">
      <Field label={label} optional={isOptional}>
        {(ids) => (
          <Textarea
            {...ids}
            mono
            rows={4}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <input
        ref={file}
        type="file"
        hidden
        aria-label={`File of ${label}`}
        onChange={async (event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onChange(await chosen.text());
        }}
      />
      <Button size="sm" className="self-start" onClick={() => file.current?.click()}>
        {`From a file: ${label.toLowerCase()}`}
      </Button>
    </div>
  );
}

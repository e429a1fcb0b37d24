"use client";
import { Textarea } from "@/components/ui/field";

type Props = {
  language: "json" | "vtl" | "text";
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  height?: number | "fill";
};

export function CodeEditor({ label, value, onChange, readOnly = false, height = 240 }: Props) {
  return (
    <Textarea
      mono
      aria-label={label}
      spellCheck={false}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      style={height === "fill" ? { flex: 1, minHeight: 200 } : { height }}
    />
  );
}

"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { ContentHandling } from "@/lib/definition/rest-api";

export function ContentHandlingField({
  value,
  onChange,
  disabled,
}: {
  value: ContentHandling | undefined;
  onChange: (value: ContentHandling | undefined) => void;
  disabled: boolean;
}) {
  return (
    <Field label="Content handling">
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : (event.target.value as ContentHandling))}
        >
          <option value="">Pass as it comes</option>
          <option value="CONVERT_TO_BINARY">Convert base64 text to binary</option>
          <option value="CONVERT_TO_TEXT">Convert binary to base64 text</option>
        </NativeSelect>
      )}
    </Field>
  );
}

"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { KindProps } from "./kind-props";

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

export function VerbField({ integration, change, disabled }: Pick<KindProps, "integration" | "change" | "disabled">) {
  return (
    <Field label="HTTP method" help={integration.httpMethod === "ANY" ? "The client's own method goes to the backend." : undefined}>
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={integration.httpMethod ?? "GET"}
          onChange={(event) => change((old) => ({ ...old, httpMethod: event.target.value }))}
        >
          {verbs.map((verb) => (
            <option key={verb}>{verb}</option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

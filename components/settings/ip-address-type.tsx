"use client";
import { Field, NativeSelect } from "@/components/ui/field";

type Props = { value: "ipv4" | "dualstack"; disabled: boolean; onChange: (value: "ipv4" | "dualstack") => void };

/** Told to tools; which addresses a gateway takes calls at is set where it is started. */
export function IpAddressType({ value, disabled, onChange }: Props) {
  return (
    <Field
      label="IP address type"
      help={
        <>
          {value === "dualstack" ? "Callers may come by IPv4 and IPv6" : "Callers come by IPv4"}. A gateway answers at both where it is
          started with <code>GATEWAY_HOST=::</code>.
        </>
      }
    >
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value === "dualstack" ? "dualstack" : "ipv4")}
        >
          <option value="ipv4">IPv4</option>
          <option value="dualstack">Dual-stack (IPv4 and IPv6)</option>
        </NativeSelect>
      )}
    </Field>
  );
}

"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { RestApiSettings } from "@/lib/definition/rest-api";
import { changeEndpoint } from "./change-endpoint";

type Props = { settings: RestApiSettings; disabled: boolean; onChange: (settings: RestApiSettings) => void };
type EndpointType = RestApiSettings["endpointConfiguration"]["types"][number];

const endpointTypes: Record<EndpointType, { label: string; help: string }> = {
  REGIONAL: { label: "Regional", help: "Serves clients directly." },
  EDGE: { label: "Edge-optimized", help: "Emulated: requests carry the edge's headers." },
  PRIVATE: { label: "Private", help: "Takes calls from VPC endpoints only." },
};

const addressTypes = { ipv4: "IPv4", dualstack: "Dual-stack: IPv4 and IPv6" } as const;

/** Who reaches the API's own address, and by which addresses. */
export function EndpointFields({ settings, disabled, onChange }: Props) {
  const type = settings.endpointConfiguration.types[0] ?? "REGIONAL";
  const isStrict = settings.endpointAccessMode === "STRICT";
  return (
    <>
      <Field
        label="Endpoint type"
        help={isStrict ? "The strict endpoint access mode keeps it; choose another mode and save before." : endpointTypes[type].help}
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled || isStrict}
            value={type}
            onChange={({ target }) => onChange(changeEndpoint(settings, { type: target.value as EndpointType }))}
          >
            {Object.entries(endpointTypes).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field
        label="IP address type"
        help={
          type === "PRIVATE"
            ? "Private APIs are always dual-stack."
            : "Part of the definition and of its exports. This gateway answers on every address that it listens on."
        }
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled || type === "PRIVATE"}
            value={type === "PRIVATE" ? "dualstack" : (settings.endpointConfiguration.ipAddressType ?? "ipv4")}
            onChange={({ target }) => onChange(changeEndpoint(settings, { ipAddressType: target.value as keyof typeof addressTypes }))}
          >
            {Object.entries(addressTypes).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </>
  );
}

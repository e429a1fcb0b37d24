"use client";
import { Field, NativeSelect, Textarea } from "@/components/ui/field";
import type { RestApiSettings } from "@/lib/definition/rest-api";
import { changeEndpoint } from "./change-endpoint";
import { IpAddressType } from "./ip-address-type";

type Props = { settings: RestApiSettings; disabled: boolean; onChange: (settings: RestApiSettings) => void };
type EndpointType = RestApiSettings["endpointConfiguration"]["types"][number];

const endpointTypes: Record<EndpointType, { label: string; help: string }> = {
  REGIONAL: { label: "Regional", help: "Serves clients directly." },
  EDGE: { label: "Edge-optimized", help: "Emulated: requests carry the edge's headers." },
  PRIVATE: { label: "Private", help: "Takes calls from VPC endpoints only." },
};

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
      {type === "PRIVATE" ? (
        <Field label="VPC endpoints" optional help="Ids, one a line, for example vpce-0a1b2c3d. They get names of their own for the API.">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={2}
              disabled={disabled}
              defaultValue={(settings.endpointConfiguration.vpcEndpointIds ?? []).join("\n")}
              onChange={({ target }) =>
                onChange(changeEndpoint(settings, { vpcEndpointIds: target.value.split(/[\s,]+/).filter(Boolean) }))
              }
            />
          )}
        </Field>
      ) : null}
      <IpAddressType
        value={type === "PRIVATE" ? "dualstack" : (settings.endpointConfiguration.ipAddressType ?? "ipv4")}
        disabled={disabled || type === "PRIVATE"}
        onChange={(ipAddressType) => onChange(changeEndpoint(settings, { ipAddressType }))}
      />
    </>
  );
}

"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { RestApiSettings } from "@/lib/definition/rest-api";
import { describePolicy, endpointAccessModes, isEnhanced, securityPolicies } from "@/lib/definition/security-policies";

type Props = { settings: RestApiSettings; disabled: boolean; onChange: (settings: RestApiSettings) => void };

const accessModes: Record<(typeof endpointAccessModes)[number], string> = {
  BASIC: "Basic: requests of every kind",
  STRICT: "Strict: requests that fit the endpoint",
};

/** What connections over TLS the API's own address takes; custom domain names have policies of their own. */
export function TlsFields({ settings, disabled, onChange }: Props) {
  const { securityPolicy, endpointAccessMode, ...others } = settings;
  const names = policiesFor(settings);
  return (
    <>
      <Field
        label="Security policy of the default endpoint"
        help="The oldest version of TLS that callers of the execute-api address may speak. It acts with the next deployment."
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={securityPolicy ?? ""}
            onChange={(event) => onChange(withPolicy(others, event.target.value, endpointAccessMode))}
          >
            <option value="">None of its own</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {describePolicy(name)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {securityPolicy !== undefined && isEnhanced(securityPolicy) ? (
        <Field
          label="Endpoint access mode"
          help="Strict: the name of the TLS connection is the one that is called, and calls through VPC endpoints reach private APIs only."
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={disabled}
              value={endpointAccessMode ?? "BASIC"}
              onChange={(event) => onChange({ ...settings, endpointAccessMode: event.target.value })}
            >
              {endpointAccessModes.map((mode) => (
                <option key={mode} value={mode}>
                  {accessModes[mode]}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      ) : null}
    </>
  );
}

/** The policies of the endpoint's type: edge ones have their own; the one that is chosen stays. */
function policiesFor({ endpointConfiguration: { types }, securityPolicy }: RestApiSettings): string[] {
  const isEdge = types[0] === "EDGE";
  return Object.keys(securityPolicies).filter((name) => name === securityPolicy || !isEnhanced(name) || name.endsWith("_EDGE") === isEdge);
}

type Others = Omit<RestApiSettings, "securityPolicy" | "endpointAccessMode">;

/** Only the newer policies have an access mode, and they need one. */
function withPolicy(others: Others, securityPolicy: string, endpointAccessMode: string | undefined): RestApiSettings {
  if (securityPolicy === "") return others;
  return { ...others, securityPolicy, ...(isEnhanced(securityPolicy) ? { endpointAccessMode: endpointAccessMode ?? "BASIC" } : {}) };
}

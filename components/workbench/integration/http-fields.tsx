"use client";
import { Field } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import { withText } from "../boxes/form-props";
import { AddressInput } from "./address-input";
import { isProxy, withProxy } from "./integration-kinds";
import type { KindProps } from "./kind-props";
import { StreamSwitch } from "./stream-switch";
import { VerbField } from "./verb-field";

export function HttpFields({ apiId, integration, edit, change, disabled, errors }: KindProps) {
  const proxy = isProxy(integration);
  return (
    <>
      <Field label="URL" error={errors["methodIntegration.uri"]} help="Path parameters in braces, ${stageVariables.name} per stage.">
        {(ids) => (
          <AddressInput
            {...ids}
            apiId={apiId}
            disabled={disabled}
            placeholder="https://example.com/pets/{petId}"
            value={integration.uri ?? ""}
            onChange={(text) => change((old) => withText(old, "uri", text.trim()))}
          />
        )}
      </Field>
      <VerbField integration={integration} change={change} disabled={disabled} />
      <SwitchField
        label="Proxy"
        disabled={disabled}
        checked={proxy}
        onChange={(on) => edit((old) => withProxy(old, on))}
        help={proxy ? "Request and answer pass through unchanged." : "Templates make the request and the answer."}
      />
      {proxy ? <StreamSwitch integration={integration} change={change} disabled={disabled} /> : null}
    </>
  );
}

"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import { withText } from "../boxes/form-props";
import { AddressInput } from "./address-input";
import { functionOf, functionUri, withStreaming } from "./aws-uri";
import { isAsync, isProxy, withAsync, withProxy } from "./integration-kinds";
import type { KindProps } from "./kind-props";
import { StreamSwitch } from "./stream-switch";

export function LambdaFields({ apiId, workspace, integration, edit, change, disabled, errors }: KindProps) {
  // What is typed may not be a whole name yet; it stays as typed while it means the stored address.
  const [typed, setTyped] = useState<string>();
  const stored = integration.uri ?? "";
  const uriOf = (text: string) => withStreaming(functionUri(text, workspace), integration.responseTransferMode === "STREAM");
  const shown = typed !== undefined && uriOf(typed) === stored ? typed : functionOf(stored, workspace);
  const proxy = isProxy(integration);
  return (
    <>
      <Field
        label="Function"
        error={errors["methodIntegration.uri"]}
        help="A name in this account and region, or an ARN. ${stageVariables.name} is replaced per stage."
      >
        {(ids) => (
          <AddressInput
            {...ids}
            apiId={apiId}
            disabled={disabled}
            placeholder="hello"
            value={shown}
            onChange={(text) => {
              setTyped(text);
              change((old) => withText(old, "uri", uriOf(text)));
            }}
          />
        )}
      </Field>
      <SwitchField
        label="Proxy"
        disabled={disabled}
        checked={proxy}
        onChange={(on) => edit((old) => withProxy(old, on))}
        help={
          proxy
            ? "The function gets the whole request as an event and answers the client itself."
            : "Templates make the event and the answer."
        }
      />
      {proxy ? (
        <StreamSwitch integration={integration} change={change} disabled={disabled} />
      ) : (
        <SwitchField
          label="Asynchronous"
          disabled={disabled}
          checked={isAsync(integration)}
          onChange={(on) => change((old) => withAsync(old, on))}
          help={isAsync(integration) ? "The function is started; the client does not wait for it." : "The client waits for the function."}
        />
      )}
    </>
  );
}

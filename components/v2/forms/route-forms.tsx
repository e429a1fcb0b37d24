"use client";
import { Field, Input } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { Section } from "@/components/ui/section";
import { SwitchField } from "@/components/ui/switch";
import { withMap, withText } from "@/components/workbench/boxes/form-props";
import { AuthorizationFields } from "./authorization-fields";
import type { RouteFormProps } from "./form-props";
import { RequiredParameters } from "./required-parameters";
import { RouteKeyField } from "./route-key-field";

/** Key and name of a route. */
export function RouteForm({ definition, route, edit, disabled }: RouteFormProps) {
  return (
    <div className="flex flex-col gap-4">
      <RouteKeyField
        kind={definition.kind}
        value={route.routeKey}
        disabled={disabled}
        onChange={(routeKey) => edit((old) => ({ ...old, routeKey }))}
      />
      <Field label="Operation name" optional help="What documents and SDKs call it.">
        {(ids) => (
          <Input
            {...ids}
            autoComplete="off"
            maxLength={64}
            disabled={disabled}
            value={route.operationName ?? ""}
            onChange={(event) => edit((old) => withText(old, "operationName", event.target.value))}
          />
        )}
      </Field>
    </div>
  );
}

export function AuthorizationForm(props: RouteFormProps) {
  return (
    <div className="flex flex-col gap-4">
      <AuthorizationFields {...props} />
    </div>
  );
}

/** What a message or a handshake has to bring, on a route of a WebSocket API. */
export function RouteRequestForm(props: RouteFormProps) {
  const { definition, route, edit, disabled } = props;
  const isConnect = route.routeKey === "$connect";
  return (
    <div className="flex flex-col gap-4">
      <RouteForm {...props} />
      {isConnect ? (
        <>
          <AuthorizationFields {...props} />
          <SwitchField
            label="API key required"
            disabled={disabled}
            checked={route.apiKeyRequired}
            onChange={(apiKeyRequired) => edit((old) => ({ ...old, apiKeyRequired }))}
            help={route.apiKeyRequired ? "Clients connect with a key of a usage plan of the stage." : "Clients connect without a key."}
          />
          <RequiredParameters
            parameters={route.requestParameters ?? {}}
            disabled={disabled}
            onChange={(parameters) => edit((old) => withMap(old, "requestParameters", parameters))}
          />
        </>
      ) : (
        <Section title="Message models" open={(route.requestModels ?? undefined) !== undefined}>
          <Field
            label="Model selection expression"
            optional
            help={
              route.modelSelectionExpression === undefined
                ? "Every message is checked against the model under $default."
                : "What it gives is the key of the model that a message is checked against."
            }
          >
            {(ids) => (
              <Input
                {...ids}
                mono
                autoComplete="off"
                disabled={disabled}
                placeholder="$request.body.type"
                value={route.modelSelectionExpression ?? ""}
                onChange={(event) => edit((old) => withText(old, "modelSelectionExpression", event.target.value))}
              />
            )}
          </Field>
          <MapTable
            label="Models"
            keyLabel="Key"
            valueLabel="Model"
            keyPlaceholder="$default"
            valueSuggestions={definition.models.map(({ name }) => name)}
            addLabel="Add model"
            disabled={disabled}
            values={route.requestModels ?? {}}
            onChange={(models) => edit((old) => withMap(old, "requestModels", models))}
          />
        </Section>
      )}
    </div>
  );
}

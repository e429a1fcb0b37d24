"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { Section } from "@/components/ui/section";
import { withText } from "../boxes/form-props";
import { AddressInput } from "./address-input";
import { formatServiceUri, parseServiceUri, type ServiceAddress } from "./aws-uri";
import type { KindProps } from "./kind-props";
import { serviceActions } from "./service-names";
import { applyPreset, servicePresets } from "./service-presets";
import { VerbField } from "./verb-field";

export function ServiceFields(props: KindProps) {
  const { apiId, path, workspace, integration, edit, change, disabled, errors } = props;
  const address = parseServiceUri(integration.uri ?? "");
  return (
    <>
      <PresetField
        disabled={disabled}
        onChoose={(id) => {
          const preset = servicePresets.find((each) => each.id === id);
          if (preset) edit((old) => applyPreset(old, preset, { ...workspace, path }));
        }}
      />
      {address ? (
        <AddressFields
          {...props}
          address={address}
          onAddress={(part) => change((old) => ({ ...old, uri: formatServiceUri({ ...address, ...part }) }))}
        />
      ) : (
        <Field label="Integration URI" error={errors["methodIntegration.uri"]} help="arn:aws:apigateway:{region}:{service}:path or action">
          {(ids) => (
            <AddressInput
              {...ids}
              apiId={apiId}
              disabled={disabled}
              value={integration.uri ?? ""}
              onChange={(text) => change((old) => withText(old, "uri", text.trim()))}
            />
          )}
        </Field>
      )}
      <VerbField integration={integration} change={change} disabled={disabled} />
      <Field label="Role" optional help="ARN of the role that the call is made with.">
        {(ids) => (
          <AddressInput
            {...ids}
            apiId={apiId}
            disabled={disabled}
            value={integration.credentials ?? ""}
            onChange={(text) => change((old) => withText(old, "credentials", text.trim()))}
          />
        )}
      </Field>
      <QuerySection integration={integration} change={change} disabled={disabled} />
    </>
  );
}

function PresetField({ disabled, onChoose }: { disabled: boolean; onChoose: (id: string) => void }) {
  const [id, setId] = useState("");
  const preset = servicePresets.find((each) => each.id === id);
  return (
    <Field
      label="Preset"
      optional
      help={preset?.sentence ?? "Fills the address, the templates and the responses; names in it are yours to change."}
    >
      {(ids) => (
        <div className="flex gap-2">
          <NativeSelect {...ids} disabled={disabled} value={id} onChange={(event) => setId(event.target.value)}>
            <option value="">Choose what to call</option>
            {servicePresets.map((each) => (
              <option key={each.id} value={each.id}>
                {each.label}
              </option>
            ))}
          </NativeSelect>
          <Button disabled={disabled || preset === undefined} onClick={() => onChoose(id)}>
            Fill in
          </Button>
        </div>
      )}
    </Field>
  );
}

type AddressProps = KindProps & { address: ServiceAddress; onAddress: (part: Partial<ServiceAddress>) => void };

function AddressFields({ apiId, address, onAddress, disabled, errors }: AddressProps) {
  const listId = useId();
  const actions = serviceActions[address.service] ?? [];
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Service" help="As in its host name.">
        {(ids) => (
          <>
            <Input
              {...ids}
              mono
              list={`${listId}-services`}
              disabled={disabled}
              value={address.service}
              onChange={(event) => onAddress({ service: event.target.value.trim() })}
            />
            <datalist id={`${listId}-services`}>
              {Object.keys(serviceActions).map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Region">
        {(ids) => (
          <Input
            {...ids}
            mono
            disabled={disabled}
            value={address.region}
            onChange={(event) => onAddress({ region: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label="Called by">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={address.style}
            onChange={(event) => onAddress({ style: event.target.value === "action" ? "action" : "path" })}
          >
            <option value="action">Action name</option>
            <option value="path">Path</option>
          </NativeSelect>
        )}
      </Field>
      {address.style === "action" ? (
        <Field label="Action" error={errors["methodIntegration.uri"]}>
          {(ids) => (
            <>
              <Input
                {...ids}
                mono
                list={`${listId}-actions`}
                disabled={disabled}
                value={address.what}
                placeholder={actions[0] ?? "ActionName"}
                onChange={(event) => onAddress({ what: event.target.value.trim() })}
              />
              <datalist id={`${listId}-actions`}>
                {actions.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      ) : (
        <Field label="Path" error={errors["methodIntegration.uri"]}>
          {(ids) => (
            <AddressInput
              {...ids}
              apiId={apiId}
              disabled={disabled}
              value={address.what}
              onChange={(what) => onAddress({ what: what.trim() })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

const queryPrefix = "integration.request.querystring.";

/** Query parameters of the call: the part of the parameter mappings that services are called with. */
function QuerySection({ integration, change, disabled }: Pick<KindProps, "integration" | "change" | "disabled">) {
  const mappings = Object.entries(integration.requestParameters ?? {}).filter(([to]) => to.startsWith(queryPrefix));
  return (
    <Section title="Query parameters" open={mappings.length > 0} summary={mappings.length === 0 ? "none" : String(mappings.length)}>
      <MapTable
        label="Sent with the call"
        keyLabel="Name"
        valueLabel="From"
        keyPlaceholder="QueueUrl"
        valuePlaceholder="'text' or method.request.querystring.id"
        addLabel="Add a query parameter"
        values={Object.fromEntries(mappings.map(([to, from]) => [to.slice(queryPrefix.length), from]))}
        disabled={disabled}
        onChange={(values) =>
          change(({ requestParameters = {}, ...old }) => {
            const others = Object.entries(requestParameters).filter(([to]) => !to.startsWith(queryPrefix));
            const own = Object.entries(values).map(([name, from]) => [queryPrefix + name, from] as const);
            const all = Object.fromEntries([...others, ...own]);
            return Object.keys(all).length === 0 ? old : { ...old, requestParameters: all };
          })
        }
      />
    </Section>
  );
}

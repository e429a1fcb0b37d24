"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { serviceSubtypes } from "@/lib/definition/service-subtypes";
import type { IntegrationFormProps } from "./form-props";

const names = Object.keys(serviceSubtypes);

/** A call of a service by an HTTP API: which one, and where each of its parameters comes from. */
export function SubtypeFields({ integration, edit, disabled }: IntegrationFormProps) {
  const subtype = integration.integrationSubtype ?? "";
  const facts = serviceSubtypes[subtype];
  const values = integration.requestParameters ?? {};
  const set = (name: string, value: string) =>
    edit((old) => {
      const { [name]: _gone, ...others } = old.requestParameters ?? {};
      return { ...old, requestParameters: value === "" ? others : { ...others, [name]: value } };
    });
  return (
    <>
      <Field label="Action">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={subtype}
            onChange={(event) => edit((old) => ({ ...old, integrationSubtype: event.target.value, requestParameters: {} }))}
          >
            {facts === undefined ? <option>{subtype}</option> : null}
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <fieldset className="flex flex-col gap-3" disabled={disabled}>
        <legend className="mb-1 font-medium">Parameters</legend>
        <p className="text-muted text-sm">A text, or an expression such as $request.body.text or $request.header.x-group.</p>
        {[...Object.entries(facts?.parameters ?? {}), ["Region", { isRequired: undefined }] as const].map(([name, { isRequired }]) => (
          <Field key={name} label={name} optional={isRequired !== true}>
            {(ids) => (
              <Input
                {...ids}
                mono
                autoComplete="off"
                spellCheck={false}
                maxLength={2_048}
                value={values[name] ?? ""}
                onChange={(event) => set(name, event.target.value)}
              />
            )}
          </Field>
        ))}
      </fieldset>
    </>
  );
}

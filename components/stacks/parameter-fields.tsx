"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { TemplateParameter } from "@/lib/client/stack-operations";

type Values = Readonly<Record<string, string>>;
type Props = { parameters: readonly TemplateParameter[]; values: Values; onChange: (values: Values) => void };

/** The parameters that a template declares; an empty field leaves the default. */
export function ParameterFields({ parameters, values, onChange }: Props) {
  if (parameters.length === 0) return null;
  const set = (key: string, value: string) => {
    const { [key]: _, ...others } = values;
    onChange(value === "" ? others : { ...others, [key]: value });
  };
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="pb-2 font-medium">Parameters</legend>
      {parameters.map(({ key, type, defaultValue, description, noEcho, allowedValues }) => (
        <Field key={key} label={key} help={description ?? type} optional={defaultValue !== undefined}>
          {(ids) =>
            allowedValues.length > 0 ? (
              <NativeSelect {...ids} value={values[key] ?? ""} onChange={(event) => set(key, event.target.value)}>
                <option value="">{defaultValue === undefined ? "Choose ..." : `${defaultValue} (as it is)`}</option>
                {allowedValues.map((value) => (
                  <option key={value} value={value}>
                    {value}
                  </option>
                ))}
              </NativeSelect>
            ) : (
              <Input
                {...ids}
                type={noEcho ? "password" : "text"}
                autoComplete="off"
                placeholder={noEcho ? undefined : defaultValue}
                value={values[key] ?? ""}
                onChange={(event) => set(key, event.target.value)}
              />
            )
          }
        </Field>
      ))}
    </fieldset>
  );
}

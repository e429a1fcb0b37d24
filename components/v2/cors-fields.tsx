"use client";
import { Field, Input } from "@/components/ui/field";
import { ListInput } from "@/components/ui/list-input";
import { SwitchField } from "@/components/ui/switch";
import type { CorsConfiguration } from "@/lib/definition/v2-api";

type Props = { cors: CorsConfiguration | undefined; onChange: (cors: CorsConfiguration | undefined) => void; disabled: boolean };

const lists = [
  { name: "allowOrigins", label: "Origins", placeholder: "https://app.example.com", help: "* is every origin." },
  { name: "allowMethods", label: "Methods", placeholder: "GET, POST", help: "* is every method." },
  { name: "allowHeaders", label: "Headers", placeholder: "content-type, authorization", help: "What pages may send." },
  { name: "exposeHeaders", label: "Exposed headers", placeholder: "etag", help: "What pages may read of an answer." },
] as const;

/** Which pages of other origins may call an HTTP API; the gateway answers their preflights itself. */
export function CorsFields({ cors, onChange, disabled }: Props) {
  return (
    <fieldset className="flex flex-col gap-4" disabled={disabled}>
      <legend className="sr-only">CORS</legend>
      <SwitchField
        label="Answer browsers of other origins"
        disabled={disabled}
        checked={cors !== undefined}
        onChange={(on) => onChange(on ? { allowOrigins: ["*"], allowMethods: ["*"], allowHeaders: ["content-type"] } : undefined)}
        help={cors === undefined ? "Preflights go to the routes like any request." : "The gateway answers preflights itself."}
      />
      {cors === undefined ? null : (
        <>
          {lists.map(({ name, label, placeholder, help }) => (
            <Field key={name} label={label} optional={name !== "allowOrigins"} help={help}>
              {(ids) => (
                <ListInput
                  {...ids}
                  placeholder={placeholder}
                  values={cors[name] ?? []}
                  onChange={(values) => {
                    const { [name]: _old, ...rest } = cors;
                    onChange(values.length === 0 ? rest : { ...rest, [name]: values });
                  }}
                />
              )}
            </Field>
          ))}
          <SwitchField
            label="Credentials"
            disabled={disabled}
            checked={cors.allowCredentials ?? false}
            onChange={(allowCredentials) => onChange({ ...cors, allowCredentials })}
            help={cors.allowCredentials ? "Pages may send cookies; the origins have to be named." : "Pages send no cookies."}
          />
          <Field label="Preflights last, seconds" help={`Browsers ask again after ${cors.maxAge ?? 0} s.`}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={-1}
                max={86_400}
                className="max-w-32"
                value={cors.maxAge ?? 0}
                onChange={(event) => onChange({ ...cors, maxAge: event.target.valueAsNumber || 0 })}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  );
}

"use client";
import { Field, Input } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { CorsSettings } from "@/lib/definition/cors";

type Props = { settings: CorsSettings; onChange: (settings: CorsSettings) => void };

/** `GET, POST` as a list. */
export function listOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function CorsForm({ settings, onChange }: Props) {
  const set = (part: Partial<CorsSettings>) => onChange({ ...settings, ...part });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Origin" help="One origin such as https://shop.example, or * for every page." className="sm:col-span-2">
        {(ids) => (
          <Input
            {...ids}
            mono
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={settings.allowOrigin}
            onChange={(event) => set({ allowOrigin: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label="Methods" help="What the preflight allows.">
        {(ids) => (
          <Input
            {...ids}
            mono
            defaultValue={settings.allowMethods.join(", ")}
            onChange={(event) => set({ allowMethods: listOf(event.target.value.toUpperCase()) })}
          />
        )}
      </Field>
      <Field label="Preflight is kept, s" optional help="How long the browser does not ask again.">
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={0}
            max={86_400}
            value={settings.maxAgeSeconds ?? ""}
            onChange={(event) => {
              const { maxAgeSeconds: _old, ...rest } = settings;
              onChange(event.target.value === "" ? rest : { ...rest, maxAgeSeconds: event.target.valueAsNumber });
            }}
          />
        )}
      </Field>
      <Field label="Request headers" className="sm:col-span-2">
        {(ids) => (
          <Input
            {...ids}
            mono
            defaultValue={settings.allowHeaders.join(", ")}
            onChange={(event) => set({ allowHeaders: listOf(event.target.value) })}
          />
        )}
      </Field>
      <SwitchField
        label="Credentials"
        checked={settings.allowCredentials}
        onChange={(allowCredentials) => set({ allowCredentials })}
        help={settings.allowCredentials ? "Pages may send cookies; the origin must be named." : "Pages send no cookies."}
      />
      <SwitchField
        label="The gateway's own answers"
        checked={settings.gatewayResponses}
        onChange={(gatewayResponses) => set({ gatewayResponses })}
        help={
          settings.gatewayResponses
            ? "Pages can read 401, 403, 429 and 5XX of the whole API."
            : "Pages see a network error instead of 4XX and 5XX."
        }
      />
    </div>
  );
}

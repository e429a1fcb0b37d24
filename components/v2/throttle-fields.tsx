"use client";
import { Field, Input } from "@/components/ui/field";
import type { RouteSettings } from "@/lib/definition/v2-api";

type Props = { settings: RouteSettings; onChange: (settings: RouteSettings) => void };

/** How many requests a second, and how many at once; without numbers the account's limits count. */
export function ThrottleFields({ settings, onChange }: Props) {
  const set = (name: "throttlingRateLimit" | "throttlingBurstLimit", value: number) => {
    const { [name]: _old, ...rest } = settings;
    onChange(Number.isNaN(value) ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Requests a second" optional>
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={0}
            step="any"
            placeholder="no limit of its own"
            value={settings.throttlingRateLimit ?? ""}
            onChange={(event) => set("throttlingRateLimit", event.target.valueAsNumber)}
          />
        )}
      </Field>
      <Field label="Burst" optional>
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={0}
            step={1}
            placeholder="no limit of its own"
            value={settings.throttlingBurstLimit ?? ""}
            onChange={(event) => set("throttlingBurstLimit", event.target.valueAsNumber)}
          />
        )}
      </Field>
    </div>
  );
}

"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import { formatNumber } from "@/lib/client/format";
import type { MethodSetting } from "@/lib/definition/stage";

type Props = { setting: MethodSetting; onChange: (part: Partial<MethodSetting>) => void; disabled: boolean };

const levels = [
  { id: "OFF", label: "Off" },
  { id: "ERROR", label: "Errors" },
  { id: "INFO", label: "Errors and information" },
] as const;

/** Logs, metrics and limits of one method or of all of them; numbers are saved when the field is left. */
export function MethodSettingFields({ setting, onChange, disabled }: Props) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Execution log">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={setting.loggingLevel ?? "OFF"}
            onChange={(event) => onChange({ loggingLevel: levels.find(({ id }) => id === event.target.value)?.id ?? "OFF" })}
          >
            {levels.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <div className="flex flex-col gap-2">
        <SwitchField
          label="Data trace"
          disabled={disabled}
          checked={setting.dataTraceEnabled}
          onChange={(dataTraceEnabled) => onChange({ dataTraceEnabled })}
          help={setting.dataTraceEnabled ? "Whole requests and answers are logged." : "Bodies are not logged."}
        />
        <SwitchField
          label="Detailed metrics"
          disabled={disabled}
          checked={setting.metricsEnabled}
          onChange={(metricsEnabled) => onChange({ metricsEnabled })}
          help={setting.metricsEnabled ? "Counted per method." : "Counted per stage."}
        />
      </div>
      <NumberField
        label="Rate, requests a second"
        value={setting.throttlingRateLimit}
        disabled={disabled}
        onSave={(throttlingRateLimit) => onChange({ throttlingRateLimit })}
        help={
          setting.throttlingRateLimit < 0 ? "Not limited here." : `More than ${formatNumber(setting.throttlingRateLimit)} a second get 429.`
        }
      />
      <NumberField
        label="Burst, requests"
        value={setting.throttlingBurstLimit}
        disabled={disabled}
        onSave={(throttlingBurstLimit) => onChange({ throttlingBurstLimit: Math.round(throttlingBurstLimit) })}
        help="At once, before the rate counts."
      />
    </div>
  );
}

type NumberProps = { label: string; value: number; help: string; disabled: boolean; onSave: (value: number) => void };

export function NumberField({ label, value, help, disabled, onSave }: NumberProps) {
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <Input
          {...ids}
          key={value}
          type="number"
          step="any"
          disabled={disabled}
          defaultValue={value}
          onBlur={({ target: { valueAsNumber } }) => {
            if (!Number.isNaN(valueAsNumber) && valueAsNumber !== value) onSave(valueAsNumber);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
      )}
    </Field>
  );
}

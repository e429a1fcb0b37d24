"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";
import { canaryRulesMax } from "@/lib/definition/canary-limits";
import type { CanaryRule } from "@/lib/definition/canary-rule";

const metrics: Record<CanaryRule["metric"], { name: string; unit: string; over: number; max: number }> = {
  "5XX": { name: "Share of 5XX", unit: "% points", over: 2, max: 100 },
  "4XX": { name: "Share of 4XX", unit: "% points", over: 5, max: 100 },
  p95: { name: "p95 latency", unit: "ms", over: 200, max: 60_000 },
};

const metricNames: readonly CanaryRule["metric"][] = ["5XX", "4XX", "p95"];

const firstRule: CanaryRule = { metric: "5XX", over: 2, requests: 200 };

type Props = { rules: readonly CanaryRule[]; disabled: boolean; onChange: (rules: CanaryRule[]) => void };

/** What stops the canary without anybody watching. */
export function CanaryRules({ rules, disabled, onChange }: Props) {
  const change = (index: number, rule: CanaryRule) => onChange(rules.map((each, at) => (at === index ? rule : each)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium">Stop by itself</legend>
      <p className="text-muted text-sm">
        {rules.length === 0
          ? "Without a rule the canary runs until somebody promotes or cancels it."
          : "The first rule that holds ends the canary and writes why into the history."}
      </p>
      {rules.map((rule, index) => (
        // Rules have no identity of their own.
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what tells rules apart
        <Rule key={index} number={index + 1} rule={rule} disabled={disabled} onChange={(next) => change(index, next)}>
          {disabled ? null : (
            <Button
              look="ghost"
              size="icon"
              aria-label={`Remove rule ${index + 1}`}
              onClick={() => onChange(rules.filter((_, at) => at !== index))}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </Rule>
      ))}
      {disabled || rules.length >= canaryRulesMax ? null : (
        <Button look="secondary" className="self-start" onClick={() => onChange([...rules, firstRule])}>
          <Plus aria-hidden /> Add a rule
        </Button>
      )}
    </fieldset>
  );
}

type RuleProps = { number: number; rule: CanaryRule; disabled: boolean; onChange: (rule: CanaryRule) => void; children: React.ReactNode };

function Rule({ number, rule, disabled, onChange, children }: RuleProps) {
  const { unit, max } = metrics[rule.metric];
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <NativeSelect
        aria-label={`Number of rule ${number}`}
        className="w-40"
        disabled={disabled}
        value={rule.metric}
        onChange={(event) => {
          const metric = metricNames.find((each) => each === event.target.value) ?? rule.metric;
          onChange({ ...rule, metric, over: metrics[metric].over });
        }}
      >
        {metricNames.map((metric) => (
          <option key={metric} value={metric}>
            {metrics[metric].name}
          </option>
        ))}
      </NativeSelect>
      over the base's by more than
      <NumberInput
        label={`Difference of rule ${number}, ${unit}`}
        value={rule.over}
        min={0}
        max={max}
        disabled={disabled}
        onChange={(over) => onChange({ ...rule, over })}
      />
      {unit} in
      <NumberInput
        label={`Requests of rule ${number}`}
        value={rule.requests}
        min={1}
        max={1_000_000}
        disabled={disabled}
        onChange={(requests) => onChange({ ...rule, requests: Math.round(requests) })}
      />
      requests of the canary
      {children}
    </div>
  );
}

type NumberProps = { label: string; value: number; min: number; max: number; disabled: boolean; onChange: (value: number) => void };

function NumberInput({ label, value, min, max, disabled, onChange }: NumberProps) {
  return (
    <Input
      type="number"
      aria-label={label}
      className="w-24"
      min={min}
      max={max}
      step="any"
      disabled={disabled}
      value={value}
      onChange={(event) => {
        const next = event.target.valueAsNumber;
        if (!Number.isNaN(next)) onChange(Math.min(max, Math.max(min, next)));
      }}
    />
  );
}

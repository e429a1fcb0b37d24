"use client";
import { Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "./button";
import { Input } from "./field";
import { SecretInput } from "./secret-input";

type Props = {
  label: string;
  keyLabel: string;
  valueLabel: string;
  keyPlaceholder?: string;
  valuePlaceholder?: string;
  /** Choices offered while a key or value is typed. */
  keySuggestions?: readonly string[];
  valueSuggestions?: readonly string[];
  values: Readonly<Record<string, string>>;
  /** Keys whose values are typed without being shown, and what stands for a value that is stored. */
  secrets?: { keys: readonly string[]; mask: string };
  onChange: (values: Record<string, string>) => void;
  disabled?: boolean;
  addLabel: string;
};

/** An editable map of texts. The last row is the new one; it is taken over when it has a key. */
export function MapTable({
  label,
  keyLabel,
  valueLabel,
  keyPlaceholder,
  valuePlaceholder,
  keySuggestions,
  valueSuggestions,
  values,
  secrets,
  onChange,
  disabled = false,
  addLabel,
}: Props) {
  const id = useId();
  const [newKey, setNewKey] = useState("");
  const [newValue, setNewValue] = useState("");
  const entries = Object.entries(values);
  const taken = newKey.trim() !== "" && newKey.trim() in values;

  function add() {
    if (newKey.trim() === "" || taken) return;
    onChange({ ...values, [newKey.trim()]: newValue });
    setNewKey("");
    setNewValue("");
  }
  function rename(from: string, to: string) {
    if (to === "" || to in values) return;
    onChange(Object.fromEntries(entries.map(([key, value]) => [key === from ? to : key, value])));
  }

  return (
    <fieldset className="flex flex-col gap-1" disabled={disabled}>
      <legend className="mb-1 font-medium">{label}</legend>
      {keySuggestions ? <Suggestions id={`${id}-keys`} values={keySuggestions} /> : null}
      {valueSuggestions ? <Suggestions id={`${id}-values`} values={valueSuggestions} /> : null}
      {entries.map(([key, value]) => (
        <div key={key} className="flex gap-1">
          <Input mono aria-label={`${keyLabel} of ${key}`} defaultValue={key} onBlur={(event) => rename(key, event.target.value.trim())} />
          {secrets?.keys.includes(key) ? (
            <SecretInput
              aria-label={`${valueLabel} of ${key}`}
              value={value}
              stored={value === secrets.mask ? value : undefined}
              onChange={(next) => onChange({ ...values, [key]: next })}
            />
          ) : (
            <Input
              mono
              aria-label={`${valueLabel} of ${key}`}
              value={value}
              list={valueSuggestions ? `${id}-values` : undefined}
              onChange={(event) => onChange({ ...values, [key]: event.target.value })}
            />
          )}
          <Button
            look="ghost"
            size="icon"
            aria-label={`Remove ${key}`}
            className="size-8"
            onClick={() => onChange(Object.fromEntries(entries.filter(([each]) => each !== key)))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      {disabled && entries.length === 0 ? <p className="text-muted">None.</p> : null}
      {disabled ? null : (
        <div className="flex gap-1">
          <Input
            mono
            aria-label={`New ${keyLabel.toLowerCase()}`}
            aria-invalid={taken || undefined}
            placeholder={keyPlaceholder ?? keyLabel}
            list={keySuggestions ? `${id}-keys` : undefined}
            value={newKey}
            onChange={(event) => setNewKey(event.target.value)}
            onKeyDown={onEnter(add)}
          />
          <Input
            mono
            aria-label={`New ${valueLabel.toLowerCase()}`}
            placeholder={valuePlaceholder ?? valueLabel}
            list={valueSuggestions ? `${id}-values` : undefined}
            value={newValue}
            onChange={(event) => setNewValue(event.target.value)}
            onKeyDown={onEnter(add)}
          />
          <Button size="icon" className="size-8" aria-label={addLabel} disabled={newKey.trim() === "" || taken} onClick={add}>
            <Plus />
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Suggestions({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

/** Enter adds the row instead of sending the form around it. */
function onEnter(run: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    run();
  };
}

"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";

const actions = ["overwrite", "append", "remove"] as const;
type Action = (typeof actions)[number];

type Props = {
  label: string;
  /** What can be mapped; those with a name take one. */
  parts: readonly { id: string; hasName: boolean }[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
  disabled: boolean;
  placeholder: string;
};

/** Parts of a message and what is done to them: `overwrite:header.x` and the like. The last row is the new one. */
export function MappingTable({ label, parts, values, onChange, disabled, placeholder }: Props) {
  const entries = Object.entries(values);
  return (
    <fieldset className="flex flex-col gap-1.5" disabled={disabled}>
      <legend className="mb-1 font-medium">{label}</legend>
      {entries.length === 0 ? <p className="text-muted text-sm">Nothing is changed.</p> : null}
      {entries.map(([key, value]) => (
        <div key={key} className="flex flex-col gap-1 rounded-md border border-line p-2">
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 break-all">{key}</code>
            {disabled ? null : (
              <Button
                look="ghost"
                size="iconSm"
                aria-label={`Remove the mapping ${key}`}
                onClick={() => onChange(Object.fromEntries(entries.filter(([each]) => each !== key)))}
              >
                <Trash2 />
              </Button>
            )}
          </div>
          {key.startsWith("remove:") ? null : (
            <Input
              mono
              aria-label={`Value of ${key}`}
              value={value}
              onChange={(event) => onChange({ ...values, [key]: event.target.value })}
            />
          )}
        </div>
      ))}
      {disabled ? null : (
        <NewMapping
          label={label}
          parts={parts}
          placeholder={placeholder}
          isTaken={(key) => key in values}
          onAdd={(key, value) => onChange({ ...values, [key]: value })}
        />
      )}
    </fieldset>
  );
}

type NewProps = Pick<Props, "label" | "parts" | "placeholder"> & {
  isTaken: (key: string) => boolean;
  onAdd: (key: string, value: string) => void;
};

// The service wants a value even where there is nothing to say.
const removed = "''";

function NewMapping({ label, parts, placeholder, isTaken, onAdd }: NewProps) {
  const [action, setAction] = useState<Action>("overwrite");
  const [part, setPart] = useState(parts[0]?.id ?? "");
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const hasName = parts.find(({ id }) => id === part)?.hasName ?? false;
  const key = `${action}:${part}${hasName ? `.${name.trim()}` : ""}`;
  const isReady = (!hasName || name.trim() !== "") && (action === "remove" || value.trim() !== "") && !isTaken(key);

  function add() {
    if (!isReady) return;
    onAdd(key, action === "remove" ? removed : value.trim());
    setName("");
    setValue("");
  }

  return (
    <div className="flex flex-wrap gap-1">
      <NativeSelect
        aria-label={`Action of the new mapping, ${label.toLowerCase()}`}
        className="w-32"
        value={action}
        onChange={(event) => setAction(actions.find((each) => each === event.target.value) ?? "overwrite")}
      >
        {actions.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label={`Part of the new mapping, ${label.toLowerCase()}`}
        className="w-32"
        value={part}
        onChange={(event) => setPart(event.target.value)}
      >
        {parts.map(({ id }) => (
          <option key={id}>{id}</option>
        ))}
      </NativeSelect>
      {hasName ? (
        <Input
          mono
          aria-label={`Name of the new mapping, ${label.toLowerCase()}`}
          className="w-32 flex-1"
          placeholder="x-caller"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      ) : null}
      {action === "remove" ? null : (
        <Input
          mono
          aria-label={`Value of the new mapping, ${label.toLowerCase()}`}
          className="w-40 flex-1"
          placeholder={placeholder}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
      )}
      <Button size="icon" className="size-8" aria-label={`Add mapping, ${label.toLowerCase()}`} disabled={!isReady} onClick={add}>
        <Plus />
      </Button>
    </div>
  );
}

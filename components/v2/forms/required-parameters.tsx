"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";

type Parameters = Readonly<Record<string, { required?: boolean | undefined }>>;
type Props = { parameters: Parameters; onChange: (parameters: Record<string, { required?: boolean }>) => void; disabled: boolean };

/** Headers and query parameters of a handshake, and whether it is refused without them. */
export function RequiredParameters({ parameters, onChange, disabled }: Props) {
  const [place, setPlace] = useState("header");
  const [name, setName] = useState("");
  const key = `route.request.${place}.${name.trim()}`;
  const entries = Object.entries(parameters).map(([each, { required = false }]) => [each, required] as const);
  const set = (next: readonly (readonly [string, boolean])[]) =>
    onChange(Object.fromEntries(next.map(([each, required]) => [each, { required }])));

  function add() {
    if (name.trim() === "" || key in parameters) return;
    set([...entries, [key, true]]);
    setName("");
  }

  return (
    <fieldset className="flex flex-col gap-1" disabled={disabled}>
      <legend className="mb-1 font-medium">Request parameters</legend>
      {entries.length === 0 ? <p className="text-muted text-sm">None is asked for.</p> : null}
      {entries.map(([each, required]) => (
        <div key={each} className="flex min-h-8 items-center gap-2">
          <label className="flex min-w-0 flex-1 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={required}
              onChange={(event) => set(entries.map(([other, was]) => [other, other === each ? event.target.checked : was] as const))}
            />
            <code className="truncate">{each.replace("route.request.", "")}</code>
            <span className="text-muted text-sm">{required ? "required" : "optional"}</span>
          </label>
          <Button look="ghost" size="icon" aria-label={`Remove ${each}`} onClick={() => set(entries.filter(([other]) => other !== each))}>
            <Trash2 />
          </Button>
        </div>
      ))}
      {disabled ? null : (
        <div className="flex gap-1">
          <NativeSelect
            aria-label="Place of the new parameter"
            className="w-36"
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          >
            <option value="header">header</option>
            <option value="querystring">querystring</option>
          </NativeSelect>
          <Input
            mono
            aria-label="Name of the new parameter"
            placeholder="Auth"
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button
            size="icon"
            className="size-8"
            aria-label="Add parameter"
            disabled={name.trim() === "" || key in parameters}
            onClick={add}
          >
            <Plus />
          </Button>
        </div>
      )}
    </fieldset>
  );
}

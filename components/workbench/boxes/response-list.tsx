"use client";
import { ChevronRight, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";

type Props<T extends { statusCode: string }> = {
  responses: Readonly<Record<string, T>>;
  onChange: (responses: Record<string, T>) => void;
  create: (statusCode: string) => T;
  summaryOf: (response: T) => string;
  disabled: boolean;
  children: (response: T, change: (next: (old: T) => T) => void) => ReactNode;
};

/** Responses by status: each folds, a new one is added by its number. */
export function ResponseList<T extends { statusCode: string }>({ responses, onChange, create, summaryOf, disabled, children }: Props<T>) {
  const [status, setStatus] = useState("");
  const valid = /^[1-5]\d\d$/.test(status) && !(status in responses);
  const entries = Object.entries(responses);
  function add() {
    if (!valid) return;
    onChange({ ...responses, [status]: create(status) });
    setStatus("");
  }
  return (
    <div className="flex flex-col gap-2">
      {entries.map(([key, response]) => (
        <details key={key} open={entries.length === 1} className="group rounded-md border border-line">
          <summary className="flex h-9 list-none items-center gap-2 px-2 outline-offset-[-2px] [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
            <span className="font-mono font-semibold">{key}</span>
            <span className="min-w-0 flex-1 truncate text-muted text-sm">{summaryOf(response)}</span>
          </summary>
          <div className="flex flex-col gap-3 border-line border-t p-3">
            {children(response, (next) => onChange({ ...responses, [key]: next(response) }))}
            {disabled ? null : (
              <Button
                look="danger"
                className="self-start"
                onClick={() => onChange(Object.fromEntries(entries.filter(([each]) => each !== key)))}
              >
                <Trash2 aria-hidden /> Remove {key}
              </Button>
            )}
          </div>
        </details>
      ))}
      {disabled ? null : (
        <div className="flex gap-1">
          <Input
            mono
            aria-label="Status of the new response"
            inputMode="numeric"
            maxLength={3}
            placeholder="404"
            className="w-24"
            value={status}
            onChange={(event) => setStatus(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button disabled={!valid} onClick={add}>
            Add response
          </Button>
        </div>
      )}
    </div>
  );
}

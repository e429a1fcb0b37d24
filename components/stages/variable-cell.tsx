"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { SecretInput } from "@/components/ui/secret-input";
import type { StageDetail } from "@/lib/client/operations";
import { secretMask } from "@/lib/definition/secret-variables";
import { RevealVariable } from "./reveal-variable";
import { type Flags, type Grid, isSecretCell, isStored, problemOf } from "./variable-grid";

type Props = {
  stage: StageDetail;
  name: string;
  edited: { stages: readonly StageDetail[]; grid: Grid; flags: Flags };
  disabled: boolean;
  onChange: (value: string | undefined) => void;
};

/** The value of a variable on one stage; empty is missing, except that a stored secret stays until it is taken away. */
export function VariableCell({ stage, name, edited, disabled, onChange }: Props) {
  const value = edited.grid[stage.stageName]?.[name];
  const label = `${name} on ${stage.stageName}`;
  const shared = { "aria-label": label, disabled, "aria-invalid": problemOf(stage, edited, name) !== undefined || undefined };
  if (!isSecretCell(stage, edited, name)) {
    return (
      <Input
        {...shared}
        mono
        aria-invalid={value === undefined || shared["aria-invalid"]}
        placeholder={value === secretMask ? "give it a value again" : "missing"}
        value={value === secretMask ? "" : (value ?? "")}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
    );
  }
  const hasStored = isStored(stage, name) && value !== undefined;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-1">
        <SecretInput
          {...shared}
          value={value ?? ""}
          stored={hasStored ? secretMask : undefined}
          onChange={(next) => onChange(next === "" ? undefined : next)}
        />
        {hasStored && !disabled ? (
          <Button look="ghost" size="icon" className="size-8" aria-label={`Remove ${label}`} onClick={() => onChange(undefined)}>
            <X />
          </Button>
        ) : null}
      </div>
      {value === secretMask && hasStored ? <RevealVariable apiId={stage.apiId} stageName={stage.stageName} name={name} /> : null}
    </div>
  );
}

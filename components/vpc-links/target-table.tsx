"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { VpcLinkTarget } from "@/lib/definition/vpc-link-targets";

type Props = { targets: readonly VpcLinkTarget[]; onChange: (targets: VpcLinkTarget[]) => void; disabled: boolean };

const targetsMax = 20;
export const newTarget: VpcLinkTarget = { host: "", port: 80, weight: 1 };

/** The share of calls that a target gets. */
function shareOf({ weight }: VpcLinkTarget, targets: readonly VpcLinkTarget[]): string {
  const sum = targets.reduce((total, each) => total + each.weight, 0);
  return sum === 0 ? "no calls" : `${Math.round((weight / sum) * 100)}% of calls`;
}

export function TargetTable({ targets, onChange, disabled }: Props) {
  const set = (index: number, part: Partial<VpcLinkTarget>) =>
    onChange(targets.map((target, at) => (at === index ? { ...target, ...part } : target)));
  return (
    <fieldset className="flex flex-col gap-1.5" disabled={disabled}>
      <legend className="mb-1 font-medium">Targets</legend>
      {targets.length > 0 ? (
        <div aria-hidden className="flex gap-1.5 text-muted text-sm">
          <span className="flex-1">Host</span>
          <span className="w-24">Port</span>
          <span className="w-20">Weight</span>
          <span className="w-36" />
        </div>
      ) : null}
      {targets.map((target, index) => (
        // Targets have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end and removed.
        <div key={index} className="flex items-center gap-1.5">
          <Input
            mono
            aria-label={`Host of target ${index + 1}`}
            placeholder="orders.internal"
            value={target.host}
            onChange={(event) => set(index, { host: event.target.value.trim() })}
          />
          <Input
            className="w-24 shrink-0"
            type="number"
            min={1}
            max={65_535}
            aria-label={`Port of target ${index + 1}`}
            value={target.port}
            onChange={(event) => set(index, { port: event.target.valueAsNumber || 0 })}
          />
          <Input
            className="w-20 shrink-0"
            type="number"
            min={1}
            max={999}
            aria-label={`Weight of target ${index + 1}`}
            value={target.weight}
            onChange={(event) => set(index, { weight: event.target.valueAsNumber || 0 })}
          />
          <span className="w-28 shrink-0 text-muted text-sm">{shareOf(target, targets)}</span>
          <Button
            look="ghost"
            size="icon"
            aria-label={`Remove target ${index + 1}`}
            onClick={() => onChange(targets.filter((_target, at) => at !== index))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      {targets.length === 0 ? <p className="text-muted text-sm">None: calls go to the host that the integration names.</p> : null}
      {disabled || targets.length >= targetsMax ? null : (
        <Button size="sm" className="self-start" onClick={() => onChange([...targets, newTarget])}>
          <Plus aria-hidden /> Add a target
        </Button>
      )}
    </fieldset>
  );
}

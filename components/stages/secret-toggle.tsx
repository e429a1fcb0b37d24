"use client";
import { Lock, LockOpen } from "lucide-react";
import { Button } from "@/components/ui/button";

type Props = { name: string; isSecret: boolean; disabled: boolean; onChange: (isSecret: boolean) => void };

/** Whether the values of a variable are hidden. */
export function SecretToggle({ name, isSecret, disabled, onChange }: Props) {
  return (
    <Button
      look="ghost"
      size="icon"
      aria-pressed={isSecret}
      aria-label={`Keep ${name} secret`}
      title={isSecret ? "Secret: its values are sealed and hidden" : "Keep it secret"}
      disabled={disabled}
      onClick={() => onChange(!isSecret)}
    >
      {isSecret ? <Lock className="text-accent" /> : <LockOpen className="text-muted" />}
    </Button>
  );
}

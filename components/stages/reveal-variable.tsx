"use client";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

type Props = { apiId: string; stageName: string; name: string };

/** The value of a secret variable, for those who may see secrets; the history says who did. */
export function RevealVariable({ apiId, stageName, name }: Props) {
  const { canReveal } = useUser();
  const [value, setValue] = useState<string>();
  const reveal = useWrite("revealStageVariable");
  if (!canReveal) return null;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1 text-sm">
      {value === undefined ? (
        <Button
          size="sm"
          look="ghost"
          busy={reveal.isPending}
          aria-label={`Reveal ${name} on ${stageName}`}
          onClick={() => reveal.mutate({ apiId, stageName, name }, { onSuccess: (shown) => setValue(shown.value) })}
        >
          <Eye aria-hidden /> Reveal
        </Button>
      ) : (
        <>
          <code className="break-all">{value}</code>
          <CopyButton text={value} label={`Copy ${name}`} />
          <Button size="sm" look="ghost" aria-label={`Hide ${name} on ${stageName}`} onClick={() => setValue(undefined)}>
            <EyeOff aria-hidden /> Hide
          </Button>
        </>
      )}
      {reveal.error ? (
        <span role="alert" className="text-error">
          {reveal.error.message}
        </span>
      ) : null}
    </span>
  );
}

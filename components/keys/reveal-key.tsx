"use client";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

/** The value of a key, hidden until somebody asks; the history says who did. */
export function RevealKey({ keyId, ending }: { keyId: string; ending: string | undefined }) {
  const { canReveal } = useUser();
  const [isShown, setShown] = useState(false);
  const reveal = useWrite("revealKey");
  const value = isShown ? reveal.data?.value : undefined;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {value === undefined ? (
        <span className="font-mono text-muted">
          <span className="sr-only">hidden{ending ? `, ends in ${ending}` : ""}</span>
          <span aria-hidden>•••••••••••• {ending ?? "••••"}</span>
        </span>
      ) : (
        <>
          <code className="break-all">{value}</code>
          <CopyButton text={value} label="Copy the value" />
        </>
      )}
      {!canReveal ? null : value === undefined ? (
        <Button
          size="sm"
          look="ghost"
          busy={reveal.isPending}
          onClick={() => reveal.mutate({ keyId }, { onSuccess: () => setShown(true) })}
        >
          <Eye aria-hidden /> Reveal
        </Button>
      ) : (
        <Button size="sm" look="ghost" onClick={() => setShown(false)}>
          <EyeOff aria-hidden /> Hide
        </Button>
      )}
      {reveal.error ? (
        <span role="alert" className="text-error text-sm">
          {reveal.error.message}
        </span>
      ) : null}
    </span>
  );
}

"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "./button";

type Props = { text: string; label: string; className?: string };

/** Copies `text`; the icon turns into a tick until the pointer or the focus leaves. */
export function CopyButton({ text, label, className }: Props) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error("The browser did not allow copying.", { description: text });
    }
  }
  return (
    <Button
      look="ghost"
      size="iconSm"
      aria-label={copied ? `${label}: copied` : label}
      onClick={copy}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
      {...(className ? { className } : {})}
    >
      {copied ? <Check className="text-ok" /> : <Copy />}
    </Button>
  );
}

"use client";
import { Copy } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { type CallToCopy, toCurl, toFetch, toHttpie, toPython } from "./copy-request";

const forms = [
  { label: "curl", write: toCurl },
  { label: "fetch", write: toFetch },
  { label: "HTTPie", write: toHttpie },
  { label: "Python", write: toPython },
] as const;

/** The request as a command or a piece of code that makes the same call. */
export function CopyCall({ call }: { call: CallToCopy }) {
  async function copy(label: string, text: string) {
    try {
      await navigator.clipboard.writeText(text);
      toast.success(`Copied as ${label}`);
    } catch {
      // Browsers refuse the clipboard on pages without TLS, and to whom the user says no.
      toast.error("The browser does not allow copying here.", { description: text });
    }
  }
  return (
    <Menu
      items={forms.map(({ label, write }) => ({ label, onSelect: () => void copy(label, write(call)) }))}
      trigger={
        <Button size="sm">
          <Copy aria-hidden /> Copy as
        </Button>
      }
    />
  );
}
